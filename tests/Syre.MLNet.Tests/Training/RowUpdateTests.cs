using Microsoft.ML;
using Microsoft.ML.Runtime;
using Syre.MLNet.Diagnostics.Trainers;
using Syre.MLNet.Heads;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.Options;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Fitting;
using Syre.MLNet.Training;
using Syre.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Training;

/// <summary>Networks on sparse rows, whose first weights are updated by rows.</summary>
[TestClass]
public sealed class RowUpdateTests
{
    private const int Features = 40, Count = 24, Entries = 5, Epochs = 3;
    private static readonly SyreOptions s_strong = new() { WeightDecay = 2, Sigma0 = 0.5 };
    private static readonly Objective s_objective = PredictionTask.Named("binary").Objective;

    [TestMethod]
    [DataRow(Kind.Text, null)]
    [DataRow(Kind.Text, 0.05)]
    [DataRow(Kind.Table, null)]
    [DataRow(Kind.TwoInputs, null)]
    public void Trained_by_rows_it_is_the_network_whose_every_row_is_pulled_in_every_step(Kind kind, double? clip) =>
        AreAlike(
            kind, new SyreTextClassificationOptions { Epochs = Epochs, BatchSize = 4, GradientClipNorm = clip }, Entries, dense: false);

    [TestMethod]
    [DataRow(Kind.Text, null)]
    [DataRow(Kind.Text, 0.05)]
    [DataRow(Kind.Table, null)]
    [DataRow(Kind.TwoInputs, null)]
    public void With_every_row_in_every_batch_it_is_the_network_of_dense_gradients(Kind kind, double? clip) =>
        AreAlike(
            kind, new SyreTextClassificationOptions { Epochs = Epochs, BatchSize = Count, GradientClipNorm = clip }, Features, dense: true);

    [TestMethod]
    public void A_coupled_pull_reaches_every_row()
    {
        using TrainingSet set = Rows(Entries);
        using ScoringNetwork network = Network(Kind.Text, set), before = Network(Kind.Text, set);
        Train(network, set, new SyreTextClassificationOptions { Epochs = 1, BatchSize = 4, Syre = s_strong with { Coupled = true } });
        using Tensor moved = (network.Tables[0].Weights - before.Tables[0].Weights).abs().min();
        Assert.IsGreaterThan(0, moved.item<float>());
    }

    private static void AreAlike(Kind kind, SyreTextClassificationOptions options, int entries, bool dense)
    {
        options = options with { Syre = s_strong };
        using TrainingSet set = Rows(entries);
        using ScoringNetwork found = Network(kind, set), expected = Network(kind, set);
        Train(found, set, options);
        TrainEagerly(expected, set, options, dense);
        foreach (((string name, Parameter values), (_, Parameter others)) in found.named_parameters().Zip(expected.named_parameters()))
        {
            float[] actual = values.data<float>().ToArray(), wanted = others.data<float>().ToArray();
            for (int i = 0; i < wanted.Length; i++)
                Assert.AreEqual(wanted[i], actual[i], 1e-5 * Math.Max(1, Math.Abs(wanted[i])), $"{name}, element {i}");
        }
    }

    private static void Train(ScoringNetwork network, TrainingSet set, SyreTextClassificationOptions options)
    {
        IHostEnvironment environment = new MLContext();
        using IChannel channel = environment.Start("test");
        using LabelledRows rows = All(set);
        var cancellation = new Cancellation(environment, default);
        using LabelledRows sample = All(set);
        var watch = new CollapseWatch(
            s_objective, network, network, sample, options.Collapse, new CollapseProbeOptions { Name = "test", Classes = 2 }, cancellation);
        StepChoice choice = StepChoice.Of(
            network, s_objective, Recipe(options with { Engine = TrainingEngine.Autograd }), CPU, rows.Count);
        new NetworkTrainer(s_objective, Recipe(options), choice, [watch], cancellation).Train(
            network, rows, null, choosesEpoch: true, channel);
    }

    /// <summary>The same training, with all pulls in every step, or with dense gradients.</summary>
    private static void TrainEagerly(ScoringNetwork network, TrainingSet set, SyreTextClassificationOptions options, bool dense)
    {
        TrainingRecipe recipe = Recipe(options);
        using LabelledRows rows = All(set);
        using SyreAdamW optimizer = recipe.CreateOptimizer(network);
        (int epochs, int size) = recipe.Plan;
        int batches = Count / size;
        network.train();
        for (int step = 0; step < epochs * batches; step++)
        {
            using var scope = NewDisposeScope();
            double progress = (double)step / (epochs * batches);
            if (step % batches == 0)
                rows.Order.Shuffle(SeedSequence.Derive(recipe.Seed, SeedStream.Shuffle), step / batches + 1);
            optimizer.LearningRate = recipe.LearningRate * Schedules.Factor(options.LearningRateSchedule, progress);
            optimizer.WeightDecay = recipe.WeightDecay * Schedules.Factor(LearningRateSchedule.FlatCosine, progress);
            (Batch inputs, LabelledBatch labels) = rows.Batch(step % batches * size, size);
            optimizer.zero_grad();
            s_objective.Loss(network.Forward(inputs), labels).backward();
            if (dense)
            {
                foreach (Parameter weights in network.Tables.Select(table => table.Weights))
                    weights.grad = weights.grad!.to_dense();
            }
            if (options.GradientClipNorm is { } norm)
                optimizer.ClipGradientNorm(norm);
            optimizer.step();
            optimizer.CatchUp();
        }
        network.eval();
    }

    private static TrainingRecipe Recipe(SyreTextClassificationOptions options) =>
        new(options with { Dropout = 0 }, new TrainingPlan(1, 1).Within(options), Count, 0.05, 0.999, Seed: 7);

    private static LabelledRows All(TrainingSet set) => new(set, RowSplit.All(Count), s_objective, CPU);

    private static ScoringNetwork Network(Kind kind, TrainingSet set)
    {
        NetworkSpec spec = kind == Kind.Text
            ? new TextSpec(Features, 6, 1, Entries)
            : TabularSpec.Of(new SyreNetworkOptions { HiddenLayers = [6] }, Activation.Relu, Features, 1) with
            {
                Sparse = true,
                Entries = Entries,
            };
        ScoringNetwork network = kind == Kind.TwoInputs
            ? new TwoInputNetwork(set.Rows)
            : spec.Create(new NetworkMaking(CPU, Seed: 1, [.. Enumerable.Range(0, Features)]));
        using LabelledRows rows = All(set);
        network.Initialize(set.Rows, rows.Order, new WeightRandom(3));
        return network;
    }

    private static TrainingSet Rows(int entries)
    {
        float[] labels = [.. Enumerable.Range(0, Count).Select(row => (float)(row % 2))];
        return new TrainingSet(new RowStore(Matrix(entries, seed: 5), Matrix(entries, seed: 6)), Count, labels, null);
    }

    /// <summary>Rows of different features each, of which the last is never read unless all are.</summary>
    private static SparseFeatureMatrix Matrix(int entries, int seed)
    {
        var random = new Random(seed);
        long[] starts = [.. Enumerable.Range(0, Count + 1).Select(row => (long)row * entries)];
        int[] candidates = [.. Enumerable.Range(0, entries == Features ? Features : Features - 1)];
        long[] features = [.. Enumerable.Range(0, Count).SelectMany(_ =>
        {
            random.Shuffle(candidates);
            return candidates.Take(entries).Order().Select(feature => (long)feature);
        })];
        float[] values = [.. features.Select(_ => random.NextSingle() + 0.5f)];
        return new SparseFeatureMatrix(starts, null, Features, features, values, CPU);
    }

    /// <summary>The networks that read sparse rows.</summary>
    public enum Kind
    {
        Text,
        Table,
        TwoInputs,
    }
}
