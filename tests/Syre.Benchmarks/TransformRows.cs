using BenchmarkDotNet.Attributes;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;

namespace Syre.Benchmarks;

/// <summary>Reading the scores of 100 000 rows in memory from <c>Transform</c>, all columns but the scores left alone.</summary>
public class TransformRows
{
    private const int Rows = 100_000;
    private IDataView? _rows;
    private TrainedNetwork? _network;

    /// <summary>Makes the rows, trains on some of them.</summary>
    [GlobalSetup]
    public void Setup()
    {
        torch.set_num_threads(2);
        var mlContext = new MLContext(1);
        _rows = mlContext.Data.LoadFromEnumerable(Example.Create(Rows));
        _network = new TrainedNetwork(mlContext, mlContext.Data.TakeRows(_rows, 2000));
    }

    /// <summary>The reference: ML.NET's <c>OnnxTransformer</c> with the network in it, nothing after it.</summary>
    [Benchmark(Baseline = true)]
    public float OnnxTransformer() => Sum(_network!.Onnx, schema => schema[^1]);

    /// <summary>All of the loaded file; for information.</summary>
    [Benchmark]
    public float LoadedFile() => Sum(_network!.Loaded, schema => schema["Score"]);

    /// <summary>The transformer that <c>Fit</c> returned, probabilities included.</summary>
    [Benchmark]
    public float InMemory() => Sum(_network!.InMemory, schema => schema["Score"]);

    /// <summary>The diagnostics of the same rows; for information.</summary>
    [Benchmark]
    public float InMemoryCollapse() => Sum(_network!.InMemory, schema => schema["Collapse"]);

    [GlobalCleanup]
    public void Cleanup() => _network?.Dispose();

    private float Sum(ITransformer transformer, Func<DataViewSchema, DataViewSchema.Column> choose)
    {
        IDataView scored = transformer.Transform(_rows!);
        DataViewSchema.Column column = choose(scored.Schema);
        using DataViewRowCursor cursor = scored.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> scores = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> values = default;
        float sum = 0;
        while (cursor.MoveNext())
        {
            scores(ref values);
            sum += values.GetItemOrDefault(0);
        }
        return sum;
    }
}
