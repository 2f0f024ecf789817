using Syre.Cpu;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using static TorchSharp.torch;

namespace Syre.MLNet.Training;

/// <summary>Rows with their labels and weights, on the training device: some of a training set, in an order.</summary>
internal sealed class LabelledRows : IDisposable
{
    private readonly TrainingSet _set;
    private readonly Tensor _targets;
    private readonly Tensor? _weights;
    private readonly bool _ownsTargets = true;

    /// <param name="set">The set; it keeps owning its rows.</param>
    /// <param name="rows">Which of its rows.</param>
    /// <param name="objective">What is learnt, fitted to the labels.</param>
    /// <param name="device">The device.</param>
    public LabelledRows(TrainingSet set, long[] rows, Objective objective, Device device)
    {
        using var scope = NewDisposeScope();
        _set = set;
        Tensor targets = objective.HasLabel ? objective.Targets(set.Labels) : zeros(set.Count, 0, float32);
        _targets = targets.to(device).MoveToOuterDisposeScope();
        _weights = set.Weights is null ? null : tensor(set.Weights, device: device).MoveToOuterDisposeScope();
        Order = new RowOrder(rows, device);
    }

    private LabelledRows(LabelledRows others, long[] rows)
    {
        (_set, _targets, _weights, _ownsTargets) = (others._set, others._targets, others._weights, false);
        Order = new RowOrder(rows, others.Order.OnDevice.device);
    }

    /// <summary>Number of rows.</summary>
    public int Count => Order.Rows.Length;

    /// <summary>Which rows, in which order.</summary>
    public RowOrder Order { get; }

    /// <summary>Other rows of the same set, which must not be disposed of before them.</summary>
    public LabelledRows Others(long[] rows) => new(this, rows);

    /// <summary>Some of the rows, in their order; the caller's dispose scope owns the tensors.</summary>
    public (Batch Inputs, LabelledBatch Labels) Batch(int start, int count)
    {
        Tensor rows = Order.OnDevice.narrow(0, start, count);
        return (_set.Rows.Select(Order, start, count), new LabelledBatch(_targets.index_select(0, rows), _weights?.index_select(0, rows)));
    }

    /// <summary>What the outputs of the rows are compared with, in their order, and a weight of each.</summary>
    /// <param name="objective">What is learnt, fitted to the labels.</param>
    public (float[] Targets, float[] Weights) Compared(Objective objective) => (
        objective.EngineTargets(_set.LabelsOf(Order.Rows)),
        _set.Weights is { } all ? [.. Order.Rows.Select(row => all[row])] : [.. Enumerable.Repeat(1f, Count)]);

    /// <summary>The rows for the CPU engine; the caller owns them.</summary>
    /// <param name="objective">What is learnt, fitted to the labels.</param>
    /// <param name="network">The network that will read them.</param>
    public CpuRows ForEngine(Objective objective, EngineNetwork network)
    {
        FeatureMatrix features = _set.Rows[0];
        float[] targets = objective.EngineTargets(_set.Labels), weights = _set.Weights ?? [];
        int size = network.Parts.RowFeatures;
        CpuRows rows = network.IsSparse
            ? CpuRows.Sparse(network.Map.MapEntries(features.Entries), size, targets, weights)
            : new CpuRows(network.MapRows(features.Values.ToArray()), size, targets, weights);
        rows.SetOrder(Order.Rows);
        return rows;
    }

    /// <summary>The same, from the memory of other rows where they are of one set.</summary>
    public CpuRows ForEngine(Objective objective, EngineNetwork network, LabelledRows others, CpuRows theirs) =>
        _set == others._set ? theirs.Others(Order.Rows) : ForEngine(objective, network);

    /// <inheritdoc/>
    public void Dispose()
    {
        Order.Dispose();
        if (!_ownsTargets)
            return;
        _targets.Dispose();
        _weights?.Dispose();
    }
}
