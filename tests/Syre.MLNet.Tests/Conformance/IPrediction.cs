namespace Syre.MLNet.Tests.Conformance;

/// <summary>A user's class that receives predictions.</summary>
public interface IPrediction
{
    /// <summary>Everything predicted, as numbers. A method, so that ML.NET does not take it for a column.</summary>
    float[] ToNumbers();
}
