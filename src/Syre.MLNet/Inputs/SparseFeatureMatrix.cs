using System.Runtime.InteropServices;
using Syre.Cpu;
using TorchSharp;

namespace Syre.MLNet.Inputs;

/// <summary>
/// Feature rows of which only the nonzero entries are stored, row after row.
/// </summary>
internal sealed class SparseFeatureMatrix : FeatureMatrix
{
    private readonly long[] _starts;
    private readonly long[] _features;
    private readonly float[] _values;
    private readonly torch.Device _device;

    /// <param name="starts">Where each row begins in the other arrays, and their length at the end: <c>[rows + 1]</c>.</param>
    /// <param name="slots">The slots of the column that are features here, ascending; null for all.</param>
    /// <param name="count">Number of features.</param>
    /// <param name="features">The feature of each entry.</param>
    /// <param name="values">The value of each entry.</param>
    /// <param name="device">Where batches go.</param>
    public SparseFeatureMatrix(long[] starts, int[]? slots, int count, long[] features, float[] values, torch.Device device) =>
        (_starts, Slots, Features, _features, _values, _device) = (starts, slots, count, features, values, device);

    public override int Rows => _starts.Length - 1;

    public override int Features { get; }

    public override int[]? Slots { get; }

    public override bool IsSparse => true;

    public override SparseRows Entries => new(_starts, _features, _values);

    public override double MeanEntries => Math.Max(1, (double)_values.Length / Math.Max(1, Rows));

    public override FeatureRows Select(RowOrder order, int start, int count)
    {
        ReadOnlySpan<long> rows = order.Rows.AsSpan(start, count);
        long entries = 0;
        foreach (long row in rows)
            entries += _starts[row + 1] - _starts[row];
        var offsets = new long[count];
        var features = new long[entries];
        var values = new float[entries];
        int at = 0;
        for (int i = 0; i < count; i++)
        {
            offsets[i] = at;
            int first = checked((int)_starts[rows[i]]);
            int length = (int)(_starts[rows[i] + 1] - first);
            _features.AsSpan(first, length).CopyTo(features.AsSpan(at));
            _values.AsSpan(first, length).CopyTo(values.AsSpan(at));
            at += length;
        }
        return new FeatureRows(
            null, torch.tensor(features, device: _device), torch.tensor(offsets, device: _device), torch.tensor(values, device: _device));
    }

    public override FeatureSummary[] Summaries(long[] rows)
    {
        var entries = new List<float>[Features];
        foreach (long row in rows)
        {
            for (long at = _starts[row]; at < _starts[row + 1]; at++)
                (entries[_features[at]] ??= []).Add(_values[at]);
        }

        return Array.ConvertAll(
            entries, list => list is null ? default : FeatureSummary.OfSparse(CollectionsMarshal.AsSpan(list), rows.Length));
    }

    public override void Dispose()
    {
    }
}
