using BenchmarkDotNet.Attributes;
using Microsoft.ML;
using Microsoft.ML.Trainers.LightGbm;
using TorchSharp;

namespace Syre.Benchmarks;

/// <summary>One row at a time through a <c>PredictionEngine</c>: the loaded file against ML.NET's own models of the same rows.</summary>
public class SinglePrediction
{
    private const int DifferentRows = 1024;
    private readonly List<IDisposable> _owned = [];
    private readonly Prediction _prediction = new();
    private Example[] _rows = [];
    private PredictionEngine<Example, Prediction>? _lightGbm, _sdca, _loaded, _inMemory;
    private int _next;

    /// <summary>Trains all models and makes their engines.</summary>
    [GlobalSetup]
    public void Setup()
    {
        torch.set_num_threads(2);
        var mlContext = new MLContext(1);
        _rows = Example.Create(4 * DifferentRows);
        IDataView rows = mlContext.Data.LoadFromEnumerable(_rows);
        var network = new TrainedNetwork(mlContext, rows);
        _owned.Add(network);
        var trainers = mlContext.MulticlassClassification.Trainers;
        _lightGbm = Engine(
            trainers.LightGbm(new LightGbmMulticlassTrainer.Options { NumberOfIterations = 100, NumberOfThreads = 1 }).Fit(rows));
        _sdca = Engine(trainers.SdcaMaximumEntropy(maximumNumberOfIterations: 5).Fit(rows));
        _loaded = Engine(network.Loaded);
        _inMemory = Engine(network.InMemory);

        PredictionEngine<Example, Prediction> Engine(ITransformer model)
        {
            var engine = mlContext.Model.CreatePredictionEngine<Example, Prediction>(
                model, new PredictionEngineOptions { OwnsTransformer = false });
            _owned.Add(engine);
            return engine;
        }
    }

    /// <summary>The reference: ML.NET's LightGBM, 100 trees a class.</summary>
    [Benchmark(Baseline = true)]
    public void LightGbm() => Predict(_lightGbm!);

    /// <summary>The saved network, loaded by plain ML.NET.</summary>
    [Benchmark]
    public void LoadedFile() => Predict(_loaded!);

    /// <summary>The transformer that <c>Fit</c> returned; for information.</summary>
    [Benchmark]
    public void InMemory() => Predict(_inMemory!);

    /// <summary>A linear model; for information.</summary>
    [Benchmark]
    public void Sdca() => Predict(_sdca!);

    [GlobalCleanup]
    public void Cleanup() => _owned.ForEach(owned => owned.Dispose());

    private void Predict(PredictionEngine<Example, Prediction> engine)
    {
        _next = (_next + 1) % DifferentRows;
        Prediction prediction = _prediction;
        engine.Predict(_rows[_next], ref prediction);
    }
}
