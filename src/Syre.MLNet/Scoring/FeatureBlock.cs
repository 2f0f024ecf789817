using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using TorchSharp;

namespace Syre.MLNet.Scoring;

/// <summary>
/// Collects rows of a feature column and runs a network on them. It holds no native memory: ML.NET's prediction engine disposes the row it reads from, not
/// the rows above.
/// </summary>
internal sealed class FeatureBlock
{
    private readonly Func<FeatureRows, torch.Tensor> _run;
    private readonly int _size;
    private readonly torch.Device _device;
    private readonly float[]? _dense;
    private readonly List<long> _features = [];
    private readonly List<long> _offsets = [];
    private readonly List<float> _values = [];
    private readonly int[]? _featureOf;

    /// <param name="network">The network.</param>
    /// <param name="run">What to run instead of the network's score; null for that.</param>
    /// <param name="size">Size of the feature column.</param>
    /// <param name="capacity">Most rows that will be collected.</param>
    /// <param name="device">Where the network is.</param>
    public FeatureBlock(ScoringNetwork network, Func<FeatureRows, torch.Tensor>? run, int size, int capacity, torch.Device device)
    {
        (_run, _size, _device) = (run ?? (rows => network.Score(rows)), size, device);
        if (network.ScoresEntries)
            _featureOf = SlotMap.Of(network.Slots!, size);
        else
            _dense = new float[capacity * size];
    }

    /// <summary>Rows collected.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets the rows collected.</summary>
    public void Clear()
    {
        Count = 0;
        _features.Clear();
        _offsets.Clear();
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

    /// <summary>Writes what the network gives for the rows collected to <paramref name="outputs"/>, row after row.</summary>
    public void Score(Span<float> outputs)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.inference_mode();
        FeatureRows rows = _dense is not null ? Dense(_dense) : Entries();
        MemoryMarshal.Cast<byte, float>(_run(rows).cpu().contiguous().bytes).CopyTo(outputs);
    }

    private FeatureRows Dense(float[] values)
    {
        torch.Tensor rows = torch.empty([Count, _size], torch.float32, torch.CPU);
        values.AsSpan(0, Count * _size).CopyTo(MemoryMarshal.Cast<byte, float>(rows.bytes));
        return new FeatureRows(rows.to(_device));
    }

    private FeatureRows Entries() => new(
        null,
        torch.tensor(_features.ToArray(), device: _device),
        torch.tensor(_offsets.ToArray(), device: _device),
        torch.tensor(_values.ToArray(), device: _device));

    private void AddEntries(in VBuffer<float> row)
    {
        _offsets.Add(_features.Count);
        ReadOnlySpan<float> values = row.GetValues();
        ReadOnlySpan<int> indices = row.IsDense ? default : row.GetIndices();
        for (int i = 0; i < values.Length; i++)
        {
            int feature = _featureOf![row.IsDense ? i : indices[i]];
            // A value that is no number makes the whole row's outputs NaN, whether or not its slot occurred in training.
            if (feature < 0 && !float.IsFinite(values[i]))
                feature = 0;
            if (feature < 0 || values[i] == 0)
                continue;
            _features.Add(feature);
            _values.Add(values[i]);
        }
    }
}
