using System.Security.Cryptography;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet;
using TorchSharp;

namespace Syre.Tests.EngineBits;

/// <summary>What came of a training.</summary>
/// <param name="Engine">What computed its steps.</param>
/// <param name="Hash">SHA-256 of all parameters and buffers with their names, but what missing values are filled in with, the losses, and
/// scores in memory.</param>
internal sealed record TrainedNetwork(string Engine, string Hash)
{
    /// <param name="model">The model.</param>
    /// <param name="scored">Rows that it scored; null where libtorch scores them, as it does those of tables.</param>
    public static TrainedNetwork Of(SyreModel model, IDataView? scored)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, torch.Tensor tensor) in model.Network.state_dict().OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            // Medians of the rows, which most trainings here do not use.
            if (name.EndsWith("missing.fill", StringComparison.Ordinal))
                continue;
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(tensor.bytes);
        }
        TrainingSummary summary = model.Summary;
        foreach (double number in (double[])[
            summary.TrainingLoss, summary.ValidationLoss ?? 0, summary.ValidationError ?? 0, summary.Steps, summary.BestEpoch])
        {
            hash.AppendData(BitConverter.GetBytes(number));
        }
        foreach (float score in scored is null ? [] : Scores(scored))
            hash.AppendData(BitConverter.GetBytes(score));
        return new TrainedNetwork(summary.Engine, Convert.ToHexString(hash.GetHashAndReset()));
    }

    private static IEnumerable<float> Scores(IDataView scored) => scored.Schema["Score"].Type is VectorDataViewType
        ? scored.GetColumn<VBuffer<float>>("Score").SelectMany(row => row.DenseValues().ToArray())
        : scored.GetColumn<float>("Score");
}
