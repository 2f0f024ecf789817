namespace Syre.MLNet.Tests.Conformance;

/// <summary>A prediction engine over the rows of a probe.</summary>
/// <param name="Predict">Predicts the row of that index.</param>
/// <param name="Engine">ML.NET's engine.</param>
public sealed record OpenEngine(Func<int, float[]> Predict, IDisposable Engine) : IDisposable
{
    public void Dispose() => Engine.Dispose();
}
