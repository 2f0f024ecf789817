using Syre.MLNet.Networks;

namespace Syre.MLNet.Scoring;

/// <summary>A network in the CPU engine, with the weights that it had once. Safe for many threads.</summary>
internal interface IEngineCopy : IDisposable
{
    /// <summary>Whether the network has these weights now.</summary>
    bool IsPresent { get; }

    /// <summary>Outputs of rows, within their bounds.</summary>
    /// <param name="rows">The rows; their values are overwritten.</param>
    /// <param name="outputs">Where to, row after row.</param>
    void Score(FeatureBlock rows, Span<float> outputs);

    /// <summary>Outputs within their bounds and hidden layers; the caller's dispose scope owns them.</summary>
    /// <param name="rows">The rows; their values are overwritten.</param>
    NetworkTrace Trace(FeatureBlock rows);
}
