using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Benchmarks;

/// <summary>A classifier of 32 inputs and 3 classes with ReLU between its layers, a batch for it, and an optimizer.</summary>
internal sealed class TrainingLoop : IDisposable
{
    /// <summary>
    /// So small that the weights stay as they are however many steps are timed. At a usual rate the loss would reach zero. Gradients too
    /// small for float32's normal range would then slow down some arms and not others.
    /// </summary>
    public const double LearningRate = 1e-9;

    private const int Inputs = 32;
    private const int Classes = 3;

    private readonly Sequential _network;
    private readonly optim.Optimizer _optimizer;
    private readonly Tensor _rows, _labels;

    /// <param name="shape">Network and batch; two loops of one shape have the same weights and rows.</param>
    /// <param name="createOptimizer">Makes the optimizer of the network.</param>
    public TrainingLoop(NetworkShape shape, Func<Sequential, optim.Optimizer> createOptimizer)
    {
        manual_seed(1);
        _network = nn.Sequential(
            nn.Linear(Inputs, shape.Width), nn.ReLU(),
            nn.Linear(shape.Width, shape.Width), nn.ReLU(),
            nn.Linear(shape.Width, shape.Width), nn.ReLU(),
            nn.Linear(shape.Width, Classes));
        _rows = randn(shape.Batch, Inputs);
        _labels = randint(Classes, shape.Batch, dtype: int64);
        _optimizer = createOptimizer(_network);
        Step();
    }

    /// <summary>One whole step: clear the gradients, forward, backward, update.</summary>
    public void Step()
    {
        using DisposeScope scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor loss = nn.functional.cross_entropy(_network.forward(_rows), _labels);
        loss.backward();
        _optimizer.step();
    }

    /// <summary>The update alone, with the gradients of the last whole step.</summary>
    public void Update()
    {
        using DisposeScope scope = NewDisposeScope();
        _optimizer.step();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
        _rows.Dispose();
        _labels.Dispose();
    }
}
