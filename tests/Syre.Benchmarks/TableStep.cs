using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
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
/// One step of the text trainer on tables of different numbers of n-grams, with the same batches: 64 texts of 100 n-grams.
/// </summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public class TableStep
{
    private const int SmallRows = 10_000, LargeRows = 1_000_000, Texts = 64, Entries = 100, Batches = 64;
    private Loop? _small, _large, _regeneratedSmall, _regeneratedLarge;

    [GlobalSetup]
    public void Setup()
    {
        set_num_threads(1);
        _small = new Loop(SmallRows, StaticBiasStorage.Stored);
        _large = new Loop(LargeRows, StaticBiasStorage.Stored);
        _regeneratedSmall = new Loop(SmallRows, StaticBiasStorage.Regenerated);
        _regeneratedLarge = new Loop(LargeRows, StaticBiasStorage.Regenerated);
    }

    /// <summary>The reference where θ0 is stored.</summary>
    [Benchmark(Baseline = true)]
    [BenchmarkCategory("stored")]
    public void Small() => _small!.Step();

    /// <summary>A hundred times the rows.</summary>
    [Benchmark]
    [BenchmarkCategory("stored")]
    public void Large() => _large!.Step();

    /// <summary>The reference where θ0 is made anew in every step.</summary>
    [Benchmark(Baseline = true)]
    [BenchmarkCategory("regenerated")]
    public void SmallRegenerated() => _regeneratedSmall!.Step();

    /// <summary>A hundred times the rows.</summary>
    [Benchmark]
    [BenchmarkCategory("regenerated")]
    public void LargeRegenerated() => _regeneratedLarge!.Step();

    [GlobalCleanup]
    public void Cleanup()
    {
        foreach (Loop? loop in new[] { _small, _large, _regeneratedSmall, _regeneratedLarge })
            loop?.Dispose();
    }

    /// <summary>
    /// A network, its optimizer, and batches that come in turn; in a larger table the rows that they read lie further apart.
    /// </summary>
    private sealed class Loop : IDisposable
    {
        private readonly Objective _objective = PredictionTask.Named("binary").Objective;
        private readonly TextNetwork _network;
        private readonly SyreAdamW _optimizer;
        private readonly SparseFeatureMatrix _texts;
        private readonly LabelledRows _rows;
        private readonly BatchStep _step;
        private int _batch;

        public Loop(int ngrams, StaticBiasStorage storage)
        {
            var random = new Random(1);
            long[] starts = [.. Enumerable.Range(0, Texts * Batches + 1).Select(text => (long)text * Entries)];
            long[] rows = [.. Enumerable.Range(0, Texts * Batches * Entries)
                .Select(_ => (long)random.Next(SmallRows) * (ngrams / SmallRows))];
            _texts = new SparseFeatureMatrix(starts, null, ngrams, rows, [.. rows.Select(_ => 0.1f)], CPU);
            var set = new TrainingSet(
                new RowStore(_texts), Texts * Batches, [.. Enumerable.Range(0, Texts * Batches).Select(text => (float)(text % 2))], null);
            _rows = new LabelledRows(set, RowSplit.All(Texts * Batches), _objective, CPU);
            _network = new TextNetwork(new TextSpec(ngrams, 32, 1, Entries), new NetworkMaking(CPU, Seed: 1));
            _network.Initialize(set.Rows, _rows.Order, new WeightRandom(1));
            var options = new SyreTextClassificationOptions
            {
                Dropout = 0, Syre = new SyreOptions { WeightDecay = 0.01, Sigma0 = 0.01, StaticBiasStorage = storage },
            };
            var recipe = new TrainingRecipe(options, default, Rows: 1, TrainingLoop.LearningRate, 0.999, 1);
            _optimizer = recipe.CreateOptimizer(_network);
            _step = new BatchStep(_objective, _network, _optimizer, options);
            for (int i = 0; i < Batches; i++)
                Step();
        }

        public void Step()
        {
            using var scope = NewDisposeScope();
            (Batch inputs, LabelledBatch labels) = _rows.Batch(_batch, Texts);
            _step.Run(inputs, labels);
            _batch = (_batch + Texts) % (Texts * Batches);
        }

        public void Dispose()
        {
            _optimizer.Dispose();
            _network.Dispose();
            _rows.Dispose();
            _texts.Dispose();
        }
    }
}
