using System.Text;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using Syre.MLNet.Heads;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Objectives;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Conformance;
using Syre.MLNet.Training;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Engine;

/// <summary>A training that goes step by step. Two of one case begin with the same weights and see the same rows and masks.</summary>
internal sealed class SteppedTraining : IDisposable
{
    private const int Rows = 60, HeldBack = 12, Features = 7;

    private readonly TrainingSet _set;
    private readonly LabelledRows _training, _validation;
    private readonly TrainingRun _run;
    private readonly ITrainingStep _step;
    private readonly ValidationJudge _judge;
    private readonly StepCase _case;
    private readonly MLContext _context = new();
    private long _steps;

    /// <param name="stepCase">The case.</param>
    /// <param name="threads">Threads of the CPU engine; null for autograd.</param>
    public SteppedTraining(StepCase stepCase, int? threads)
    {
        _case = stepCase;
        SyreNetworkOptions options = stepCase.Options;
        _set = Set(stepCase);
        Objective objective = PredictionTask.Named(stepCase.Task).Objective.FitTo(_set.Labels, _set.LabelSize);
        int outputs = stepCase.Task == "multiclass" ? 3 : _set.LabelSize;
        EmbeddingSpec? embedding = options.NumericEmbedding == NumericEmbedding.Pbld ? new([0, 1, 3, 6]) : null;
        TabularSpec spec = TabularSpec.Of(options, options.Activation ?? RealMlp.Activation(objective), Features, outputs, embedding);
        ScoringNetwork network = (spec with { Missing = new MissingSpec(_set.Rows[0].Missing) })
            .Create(new NetworkMaking(CPU, options.Seed!.Value));
        _training = new LabelledRows(_set, RowSplit.All(Rows)[HeldBack..], objective, CPU);
        _validation = _training.Others(RowSplit.All(HeldBack));
        network.Initialize(_set.Rows, _training.Order, new WeightRandom(5));
        var recipe = new TrainingRecipe(
            options, new TrainingPlan(1, 1).Within(options), Rows, LearningRate: 0.02, RealMlp.Beta2, options.Seed.Value);
        _run = new TrainingRun(network, recipe.CreateOptimizer(network));
        _judge = new ValidationJudge(objective, options, _validation);
        Start = Values();
        var cancellation = new Cancellation(((IHostEnvironment)_context).Register("test"), default);
        _step = new StepChoice(threads, "", "").Create(objective, _run, recipe, _training, _validation, cancellation);
    }

    /// <summary>The parameters before the first step, by name.</summary>
    public IReadOnlyDictionary<string, float[]> Start { get; }

    /// <summary>Trains an epoch: its mean loss, and loss and error of the rows held back.</summary>
    public double[] Epoch()
    {
        _training.Order.Shuffle(1, (int)_steps);
        _step.BeginEpoch();
        int size = _case.Options.BatchSize!.Value;
        for (int start = 0; start < _training.Count; start += size)
            _step.Run(start, Math.Min(size, _training.Count - start), new StepTerms(_steps++, _case.Options.Dropout, 0));
        double loss = _step.EndEpoch();
        ValidationResult measured = _judge.Measure(_step.Outputs());
        return [loss, measured.Loss, measured.Error];
    }

    /// <summary>Cancels the context, then evaluates.</summary>
    public void EvaluateCancelled()
    {
        _context.CancelExecution();
        _step.Outputs();
    }

    /// <summary>The parameters, by name.</summary>
    public Dictionary<string, float[]> Values() => _run.Network.ParameterGroups().SelectMany(group => group.Parameters)
        .ToDictionary(named => named.name, named => HostValues.Copy<float>(named.parameter));

    /// <summary>The running means of the gradients, all in one: after a first step a tenth of the gradient.</summary>
    public float[] Moments()
    {
        using var stream = new MemoryStream();
        _run.Optimizer.SaveState(stream);
        stream.Position = 0;
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        reader.ReadBytes(8 + sizeof(int));
        reader.ReadString();
        reader.ReadBytes(sizeof(int) + sizeof(bool) + sizeof(long));
        for (int group = reader.ReadInt32(); group > 0; group--)
        {
            reader.ReadString();
            reader.ReadBytes(3 * sizeof(double));
            reader.ReadBytes(reader.ReadInt32() * sizeof(double));
        }
        long elements = 0;
        for (int parameter = reader.ReadInt32(); parameter > 0; parameter--)
        {
            reader.ReadString();
            elements += reader.ReadInt64();
            reader.ReadBytes(sizeof(long) + sizeof(bool) + 2 * sizeof(double));
        }
        Assert.IsGreaterThanOrEqualTo(2, reader.ReadInt32());
        float[] moments = new float[elements];
        for (int i = 0; i < elements; i++)
            moments[i] = reader.ReadSingle();
        return moments;
    }

    public void Dispose()
    {
        _step.Dispose();
        _validation.Dispose();
        _training.Dispose();
        ScoringNetwork network = _run.Network;
        _run.Dispose();
        network.Dispose();
        _set.Dispose();
    }

    private static TrainingSet Set(StepCase stepCase)
    {
        var random = new Random(11);
        float[] features = [.. Enumerable.Range(0, Rows * Features).Select(_ => random.NextSingle() * 4 - 2)];
        float[] labels = [.. Enumerable.Range(0, Rows).SelectMany(row =>
        {
            float signal = features[row * Features] * features[row * Features + 1] + features[row * Features + 2];
            return stepCase.Task switch
            {
                "binary" => (float[])[signal > 0 ? 1 : 0],
                "multiclass" => [signal < -1 ? 0 : signal < 1 ? 1 : 2],
                "regression" => [3 * signal + 100],
                _ => [signal, 1000 * features[row * Features + 3]],
            };
        })];
        float[]? weights = stepCase.Weighted ? [.. Enumerable.Range(0, Rows).Select(row => row % 5 * 0.5f)] : null;
        int[] missing = stepCase.Holed ? [1, 4] : [];
        for (int row = 0; row < Rows; row += 3)
        {
            foreach (int feature in missing)
                features[row * Features + feature] = float.NaN;
        }
        var matrix = new DenseFeatureMatrix(tensor(features).reshape(Rows, Features)) { Missing = missing };
        return new TrainingSet(new RowStore(matrix), Rows, labels, weights);
    }
}
