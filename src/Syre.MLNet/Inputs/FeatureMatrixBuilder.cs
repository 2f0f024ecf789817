using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using TorchSharp;

namespace Syre.MLNet.Inputs;

/// <summary>Collects feature vectors in one pass, as dense or sparse rows, whichever the data are.</summary>
internal sealed class FeatureMatrixBuilder
{
    /// <summary>Columns of up to so many slots are always stored dense.</summary>
    private const int AlwaysDense = 512;

    /// <summary>A wide column with a larger share of nonzero entries is stored dense.</summary>
    private const double SparseDensity = 0.1;

    private readonly int _slots;
    private readonly int _chunkRows;
    private readonly bool _sparse;
    private readonly List<float[]> _chunks = [];
    private readonly List<long> _starts = [0];
    private readonly List<int> _indices = [];
    private readonly List<float> _values = [];
    private readonly SortedSet<int> _missing = [];
    private int _rows;

    /// <param name="slots">Size of the feature vectors.</param>
    public FeatureMatrixBuilder(int slots)
    {
        _slots = slots;
        _sparse = slots > AlwaysDense;
        _chunkRows = Math.Clamp((1 << 24) / slots, 1, 4096);
    }

    /// <summary>Notes which values of a row are missing.</summary>
    public void NoteMissing(in VBuffer<float> features)
    {
        foreach ((int slot, float value) in new NonzeroEntries(features))
        {
            if (float.IsNaN(value))
                _missing.Add(slot);
        }
    }

    /// <summary>Adds one row.</summary>
    public void Add(in VBuffer<float> features)
    {
        if (_sparse)
            AddSparse(features);
        else
            features.CopyTo(Chunk().AsSpan(_rows % _chunkRows * _slots, _slots));
        _rows++;
    }

    /// <summary>The rows added, on <paramref name="device"/>.</summary>
    public FeatureMatrix Build(torch.Device device, FeatureStorage storage)
    {
        if (!_sparse && storage.Sparse != true)
            return Dense(device, (rows, first) => _chunks[first / _chunkRows].AsSpan(0, rows.Length).CopyTo(rows));
        if (!_sparse)
            CollectEntries();
        if (!(storage.Sparse ?? _values.Count <= SparseDensity * _rows * _slots))
            return Dense(device, ScatterRows);
        return storage.Compact
            ? Compact(device, storage.Slots)
            : new SparseFeatureMatrix([.. _starts], null, _slots, Longs(_indices), [.. _values], device) { Missing = [.. _missing] };
    }

    /// <summary>Keeps the given slots, or those that occur.</summary>
    private SparseFeatureMatrix Compact(torch.Device device, int[]? slots)
    {
        slots ??= _indices.Distinct().Order().ToArray();
        int[] featureOf = SlotMap.Invert(slots, _slots);
        var starts = new long[_rows + 1];
        List<int> features = [];
        List<float> values = [];
        for (int row = 0; row < _rows; row++)
        {
            for (int at = (int)_starts[row]; at < _starts[row + 1]; at++)
            {
                if (featureOf[_indices[at]] < 0)
                    continue;
                features.Add(featureOf[_indices[at]]);
                values.Add(_values[at]);
            }
            starts[row + 1] = features.Count;
        }
        return new SparseFeatureMatrix(starts, slots, slots.Length, Longs(features), [.. values], device)
        {
            Missing = [.. _missing.Select(slot => featureOf[slot]).Where(feature => feature >= 0)],
        };
    }

    private static long[] Longs(List<int> numbers) => numbers.ConvertAll(number => (long)number).ToArray();

    private delegate void CopyRows(Span<float> rows, int first);

    private DenseFeatureMatrix Dense(torch.Device device, CopyRows copy)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor values = torch.zeros([_rows, _slots], torch.float32, torch.CPU);
        for (int first = 0; first < _rows; first += _chunkRows)
        {
            using torch.Tensor block = values.narrow(0, first, Math.Min(_chunkRows, _rows - first));
            copy(MemoryMarshal.Cast<byte, float>(block.bytes), first);
        }
        return new DenseFeatureMatrix(values.to(device).DetachFromDisposeScope()) { Missing = [.. _missing] };
    }

    private void ScatterRows(Span<float> rows, int first)
    {
        for (int row = 0; row < rows.Length / _slots; row++)
        {
            for (int at = (int)_starts[first + row]; at < _starts[first + row + 1]; at++)
                rows[row * _slots + _indices[at]] = _values[at];
        }
    }

    /// <summary>The entries of rows that were collected whole, of a narrow column, for a network that takes entries.</summary>
    private void CollectEntries()
    {
        _values.Clear();
        _indices.Clear();
        _starts.RemoveRange(1, _starts.Count - 1);
        for (int row = 0; row < _rows; row++)
        {
            ReadOnlySpan<float> values = _chunks[row / _chunkRows].AsSpan(row % _chunkRows * _slots, _slots);
            for (int slot = 0; slot < _slots; slot++)
            {
                if (values[slot] == 0)
                    continue;
                _indices.Add(slot);
                _values.Add(values[slot]);
            }
            _starts.Add(_values.Count);
        }
    }

    private float[] Chunk()
    {
        if (_rows % _chunkRows == 0)
            _chunks.Add(new float[_chunkRows * _slots]);
        return _chunks[^1];
    }

    private void AddSparse(in VBuffer<float> features)
    {
        foreach ((int slot, float value) in new NonzeroEntries(features))
        {
            _indices.Add(slot);
            _values.Add(value);
        }
        _starts.Add(_values.Count);
    }
}
