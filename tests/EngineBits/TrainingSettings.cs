using Microsoft.ML;

namespace Syre.Tests.EngineBits;

/// <summary>How a training of <see cref="EngineTrainings"/> is run.</summary>
/// <param name="Threads">Number of threads.</param>
/// <param name="Log">Is told what computes the steps, and why.</param>
internal sealed record TrainingSettings(int Threads, Action<string> Log)
{
    public MLContext Context()
    {
        var ml = new MLContext(seed: 1);
        ml.Log += (_, message) =>
        {
            if (message.RawMessage.StartsWith("Steps are computed", StringComparison.Ordinal))
                Log(message.RawMessage);
        };
        return ml;
    }
}
