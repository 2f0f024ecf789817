using Syre.MLNet.Inputs;
using Syre.MLNet.Objectives;
using Syre.MLNet.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace Syre.MLNet.Training;

/// <summary>Rows with their labels and weights, on the training device: some of a training set, in an order.</summary>
internal sealed class LabelledRows : IDisposable
{
    private readonly FeatureMatrix _features;
    private readonly Tensor _targets;
    private readonly Tensor? _weights;

    /// <param name="set">The set; it keeps owning its features.</param>
    /// <param name="rows">Which of its rows.</param>
    /// <param name="task">The task.</param>
    /// <param name="scale">How its labels relate to outputs.</param>
    /// <param name="device">The device.</param>
    public LabelledRows(TrainingSet set, long[] rows, PredictionTask task, LabelScale? scale, Device device)
    {
        using var scope = NewDisposeScope();
        _features = set.Features;
        _targets = task.Targets(set.Labels, scale).to(device).MoveToOuterDisposeScope();
        _weights = set.Weights is null ? null : tensor(set.Weights, device: device).MoveToOuterDisposeScope();
        Order = new RowOrder(rows, device);
    }

    /// <summary>Number of rows.</summary>
    public int Count => Order.Rows.Length;

    /// <summary>Which rows, in which order.</summary>
    public RowOrder Order { get; }

    /// <summary>Some of the rows, in their order; the caller's dispose scope owns the tensors.</summary>
    public (FeatureRows Features, Tensor Targets, Tensor? Weights) Batch(int start, int count)
    {
        Tensor rows = Order.OnDevice.narrow(0, start, count);
        return (_features.Select(Order, start, count), _targets.index_select(0, rows), _weights?.index_select(0, rows));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Order.Dispose();
        _targets.Dispose();
        _weights?.Dispose();
    }
}
