using System.Security.Cryptography;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet;
using TorchSharp;

namespace Syre.Tests.Resuming;

/// <summary>Everything that a training gives but its durations, as text: two trainings with the same text gave the same bits.</summary>
internal static class TrainedBits
{
    public static string Of(SyreModel model, IDataView scored)
    {
        using var weights = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, torch.Tensor tensor) in model.Network.state_dict())
        {
            weights.AppendData(Encoding.UTF8.GetBytes(name));
            weights.AppendData(tensor.cpu().contiguous().bytes);
        }
        TrainingSummary summary = model.Summary with { Duration = default, DiagnosticsDuration = default };
        return $"""
            weights {Convert.ToHexString(weights.GetHashAndReset())}
            scores {Convert.ToHexString(SHA256.HashData(Scores(scored)))}
            summary {summary}
            history {string.Join(' ', model.Report.History.Select(epoch => epoch.Epoch))}
            report {Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(model.Report.ToJson())))}
            """;
    }

    private static byte[] Scores(IDataView scored) => scored.Schema["Score"].Type is VectorDataViewType
        ? [.. scored.GetColumn<VBuffer<float>>("Score").SelectMany(row => row.DenseValues()).SelectMany(BitConverter.GetBytes)]
        : [.. scored.GetColumn<float>("Score").SelectMany(BitConverter.GetBytes)];
}
