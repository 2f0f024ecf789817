using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using Syre.MLNet.Inputs;
using TorchSharp;

namespace Syre.MLNet.Scoring;

/// <summary>
/// Collects rows of one input of a network. It holds no native memory: ML.NET's prediction engine disposes the row it
/// reads from, not the rows above.
/// </summary>
internal sealed class FeatureBlock
{
    private readonly int _size;
    private readonly torch.Device _device;
    private readonly float[]? _dense;
    private readonly List<long> _features = [];
    private readonly List<long> _starts = [0];
    private readonly List<float> _values = [];
    private readonly int[]? _featureOf;
    private readonly bool _fillsMissing;

    /// <param name="storage">How the network takes the input.</param>
    /// <param name="size">Size of the input.</param>
    /// <param name="capacity">Most rows that will be collected.</param>
    /// <param name="device">Where the network is.</param>
    /// <param name="fillsMissing">Whether the network fills in missing values.</param>
    public FeatureBlock(FeatureStorage storage, int size, int capacity, torch.Device device, bool fillsMissing)
    {
        (_size, _device, _fillsMissing) = (size, device, fillsMissing);
        if (storage.Sparse == true)
            _featureOf = SlotMap.Invert(storage.Slots ?? [.. Enumerable.Range(0, size)], size);
        else
            _dense = new float[capacity * size];
    }

    /// <summary>Rows collected.</summary>
    public int Count { get; private set; }

    /// <summary>The rows collected, row after row; of sparse rows the entries'.</summary>
    public Span<float> Values => _dense is not null ? _dense.AsSpan(0, Count * _size) : CollectionsMarshal.AsSpan(_values);

    /// <summary>Where each sparse row's entries begin, and their number.</summary>
    public ReadOnlySpan<long> Starts => CollectionsMarshal.AsSpan(_starts);

    /// <summary>The feature of each entry.</summary>
    public ReadOnlySpan<long> Features => CollectionsMarshal.AsSpan(_features);

    /// <summary>Forgets the rows collected.</summary>
    public void Clear()
    {
        Count = 0;
        _features.Clear();
        _starts.RemoveRange(1, _starts.Count - 1);
        _values.Clear();
    }

    /// <summary>Adds a row.</summary>
    public void Add(in VBuffer<float> row)
    {
        if (_dense is not null)
            row.CopyTo(_dense.AsSpan(Count * _size, _size));
        else
            AddEntries(row);
        Count++;
    }

    /// <summary>The rows collected; the caller's dispose scope owns the tensors.</summary>
    public FeatureRows ToRows() => _dense is not null ? Dense(_dense) : Entries();

    private FeatureRows Dense(float[] values)
    {
        torch.Tensor rows = torch.empty([Count, _size], torch.float32, torch.CPU);
        values.AsSpan(0, Count * _size).CopyTo(MemoryMarshal.Cast<byte, float>(rows.bytes));
        return new FeatureRows(rows.to(_device));
    }

    private FeatureRows Entries() => new(
        null,
        torch.tensor(_features.ToArray(), device: _device),
        torch.tensor(_starts.GetRange(0, Count).ToArray(), device: _device),
        torch.tensor(_values.ToArray(), device: _device));

    private void AddEntries(in VBuffer<float> row)
    {
        foreach ((int slot, float value) in new NonzeroEntries(row))
        {
            int feature = _featureOf![slot];
            bool isKnown = feature >= 0;
            // A value that is no number makes the whole row's outputs NaN, whether or not its slot occurred in training. A missing one that
            // is filled in is 0 there, as in all training rows.
            if (!isKnown && (float.IsFinite(value) || (_fillsMissing && float.IsNaN(value))))
                continue;
            _features.Add(isKnown ? feature : 0);
            _values.Add(isKnown ? value : float.PositiveInfinity);
        }
        _starts.Add(_features.Count);
    }
}
