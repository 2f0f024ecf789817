using Syre.Cpu;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;
using Syre.Torch;

namespace Syre.MLNet.Training;

/// <summary>
/// Steps by the CPU engine, which reads the network's parameters where they lie and hands their gradients to the optimizer piece by piece.
/// </summary>
internal sealed class EngineStep : ITrainingStep
{
    private readonly Objective _objective;
    private readonly SyreTrainerOptions _options;
    private readonly LabelledRows _training;
    private readonly SyreAdamW _optimizer;
    private readonly CpuNetwork _network;
    private readonly CpuRows _rows;
    private readonly CpuRows? _heldBack;
    private readonly Cancellation _cancellation;
    private readonly long _maskSeed;
    private readonly int _outputs;
    private double _lossSum;

    /// <param name="objective">What is learnt, fitted to the labels.</param>
    /// <param name="run">The training.</param>
    /// <param name="recipe">How it is done.</param>
    /// <param name="training">Rows to train on.</param>
    /// <param name="validation">Rows held back, or null.</param>
    /// <param name="cancellation">Asked between blocks of rows held back.</param>
    /// <param name="threads">Number of threads.</param>
    public EngineStep(
        Objective objective, TrainingRun run, TrainingRecipe recipe, LabelledRows training, LabelledRows? validation,
        Cancellation cancellation, int threads)
    {
        (_objective, _options, _training, _cancellation) = (objective, recipe.Options, training, cancellation);
        _maskSeed = SeedSequence.Derive(recipe.Seed, SeedStream.Dropout);
        EngineNetwork network = run.Network.ForEngine(parameter => EngineNetwork.Parameter(parameter, run.Optimizer.Direct(parameter)))!;
        (_optimizer, _outputs) = (run.Optimizer, run.Network.Outputs);
        _rows = training.ForEngine(objective, network);
        _heldBack = validation?.ForEngine(objective, network, training, _rows);
        _network = network.Parts.Create(Math.Min(recipe.Plan.BatchSize, training.Count), threads);
        run.Network.eval();
    }

    public void BeginEpoch()
    {
        _rows.SetOrder(_training.Order.Rows);
        _lossSum = 0;
    }

    public void Run(int start, int count, StepTerms terms) => _lossSum += count * _network.Step(
        _rows, start, count, _objective.EngineLoss(_options.LabelSmoothing)!.Value,
        terms.Dropout == 0 ? Dropout.None : Dropout.Of(MaskGenerator.Key(_maskSeed, terms.Number), terms.Dropout),
        _options.GradientClipNorm);

    public double EndEpoch()
    {
        _optimizer.CatchUp();
        return _lossSum / _training.Count;
    }

    public float[] Outputs()
    {
        // The best epoch's weights may have been put back.
        _network.ParametersChanged();
        var outputs = new float[_heldBack!.Count * _outputs];
        _network.RunRows(_heldBack, outputs, _cancellation.CheckContext);
        return outputs;
    }

    public void Dispose()
    {
        _network.Dispose();
        _heldBack?.Dispose();
        _rows.Dispose();
    }
}
