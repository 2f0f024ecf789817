using Syre.Cpu;
using Syre.MLNet;
using Syre.MLNet.Heads;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.Runtime;
using Syre.MLNet.Training;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.Benchmarks;

/// <summary>
/// Steps of the built-in network with its defaults, 32 features and 3 classes, of batches that come in turn: by autograd, or by the CPU
/// engine with the same optimizer.
/// </summary>
internal sealed class BuiltInLoop : IDisposable
{
    private const int Features = 32, Classes = 3, Batches = 4;

    private readonly SyreNetworkOptions _options;
    private readonly Objective _objective = PredictionTask.Named("multiclass").Objective;
    private readonly int _batch;
    private readonly DenseFeatureMatrix _features;
    private readonly LabelledRows _rows;
    private readonly TabularNetwork _network;
    private readonly SyreAdamW _optimizer;
    private readonly List<IDisposable> _owned = [];
    private Action<int, long> _step = (_, _) => { };
    private long _number;

    private BuiltInLoop(NetworkShape shape, SyreOptions syre)
    {
        _batch = shape.Batch;
        _options = new SyreNetworkOptions { HiddenLayers = [shape.Width, shape.Width, shape.Width], Syre = syre };
        var random = new Random(1);
        int count = Batches * _batch;
        float[] values = [.. Enumerable.Range(0, count * Features).Select(_ => (float)(2 * random.NextDouble() - 1))];
        using (Tensor flat = tensor(values))
            _features = new DenseFeatureMatrix(flat.reshape(count, Features));
        var set = new TrainingSet(
            new RowStore(_features), count, [.. Enumerable.Range(0, count).Select(_ => (float)random.Next(Classes))], null);
        _rows = new LabelledRows(set, RowSplit.All(count), _objective, CPU);
        _network = new TabularNetwork(
            TabularSpec.Of(_options, RealMlp.Activation(_objective), Features, Classes), new NetworkMaking(CPU, Seed: 1));
        _network.Initialize(set.Rows, _rows.Order, new WeightRandom(1));
        _optimizer = new TrainingRecipe(_options, default, Rows: 1, TrainingLoop.LearningRate, RealMlp.Beta2, Seed: 1)
            .CreateOptimizer(_network);
    }

    /// <summary>Syre with θ0 in memory: what a training has by default.</summary>
    public static SyreOptions Stored { get; } = new() { WeightDecay = 0.01, Sigma0 = 0.01 };

    /// <summary>Floating-point operations of a step's matrix products, a multiply-add being two.</summary>
    public static double Operations(NetworkShape shape) =>
        // The gradient by the features is not needed, so the first layer has two products and the others three.
        2.0 * shape.Batch * (2 * Features * shape.Width + 3 * (2 * shape.Width * shape.Width + shape.Width * Classes));

    /// <summary>By autograd, as trainings were before the engine.</summary>
    public static BuiltInLoop ByAutograd(NetworkShape shape)
    {
        var loop = new BuiltInLoop(shape, Stored);
        var step = new BatchStep(loop._objective, loop._network, loop._optimizer, loop._options);
        loop._network.train();
        return loop.Begin((start, number) =>
        {
            loop._network.BeginStep(number, loop._options.Dropout, progress: 0);
            using var scope = NewDisposeScope();
            (Batch inputs, LabelledBatch labels) = loop._rows.Batch(start, loop._batch);
            step.Run(inputs, labels);
        });
    }

    /// <summary>By the engine.</summary>
    /// <param name="shape">Network and batch.</param>
    /// <param name="threads">Number of threads.</param>
    /// <param name="width">Registers; null (default) for the widest that are fast here.</param>
    /// <param name="syre">The pull; null (default) for <see cref="Stored"/>.</param>
    public static BuiltInLoop ByEngine(NetworkShape shape, int threads, RegisterWidth? width = null, SyreOptions? syre = null)
    {
        var loop = new BuiltInLoop(shape, syre ?? Stored);
        EngineNetwork made = loop._network.ForEngine(
            parameter => EngineNetwork.Parameter(parameter, loop._optimizer.Direct(parameter)))!;
        CpuNetwork network = made.Parts.Create(loop._batch, threads, width);
        CpuRows rows = loop._rows.ForEngine(loop._objective, made);
        loop._owned.AddRange([network, rows]);
        CpuLoss loss = loop._objective.EngineLoss(loop._options.LabelSmoothing)!.Value;
        return loop.Begin((start, number) =>
            network.Step(rows, start, loop._batch, loss, Dropout.Of(MaskGenerator.Key(1, number), loop._options.Dropout)));
    }

    /// <summary>One step: gather, forward, loss, backward, update.</summary>
    public void Step()
    {
        _step((int)(_number % Batches) * _batch, _number);
        _number++;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _owned.ForEach(owned => owned.Dispose());
        _optimizer.Dispose();
        _network.Dispose();
        _rows.Dispose();
        _features.Dispose();
    }

    private BuiltInLoop Begin(Action<int, long> step)
    {
        _step = step;
        Step();
        return this;
    }
}
