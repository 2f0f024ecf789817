using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Scoring;
using TorchSharp;

namespace Syre.MLNet.Compacting;

/// <summary>Reads rows as a network takes them.</summary>
internal static class FeatureReader
{
    /// <summary>Most rows that are read.</summary>
    public const int MostRows = 10_000;

    /// <summary>The first of some rows; the caller's dispose scope owns the tensors.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="input">What the network reads of a row.</param>
    /// <param name="network">The network.</param>
    /// <param name="device">Where it is.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, or of another type than in training.</exception>
    /// <exception cref="ArgumentException">There are no rows.</exception>
    public static FeatureRows Read(
        IDataView rows, VectorInput input, ScoringNetwork network, torch.Device device, out int count, CancellationToken cancellation)
    {
        input.CheckType(rows.Schema);
        int most = (int)Math.Min(rows.GetRowCount() ?? MostRows, MostRows);
        var block = new FeatureBlock(network.Storage[0], input.Size, most, device, network.FillsMissing);
        using DataViewRowCursor cursor = rows.GetRowCursor(input.Sources(rows.Schema));
        ValueGetter<VBuffer<float>> getter = input.Getter(cursor);
        VBuffer<float> features = default;
        while (block.Count < most && cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            getter(ref features);
            block.Add(features);
        }
        count = block.Count;
        return count > 0 ? block.ToRows() : throw new ArgumentException("There are no rows to measure on.", nameof(rows));
    }
}
