using Microsoft.ML;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>Rows of a user's own class to be predicted one at a time, and the same rows as a batch.</summary>
public interface IEngineProbe
{
    int Count { get; }

    /// <summary>The batch predictions of all rows.</summary>
    float[][] Batch(MLContext ml, ITransformer model);

    /// <summary>A prediction engine over the model.</summary>
    OpenEngine Open(MLContext ml, ITransformer model, bool ownsTransformer = false);

    /// <summary>A prediction engine that takes the schema of its input from the model's file.</summary>
    OpenEngine Open(MLContext ml, ITransformer model, DataViewSchema inputSchema);
}
