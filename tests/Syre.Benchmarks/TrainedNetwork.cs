using Microsoft.ML;
using Syre.MLNet;

namespace Syre.Benchmarks;

/// <summary>A network of 32 → 128 → 128 → 3 in memory, and what plain ML.NET loads from its saved file.</summary>
internal sealed class TrainedNetwork : IDisposable
{
    /// <summary>Trains for two epochs: the speed of scoring does not depend on quality.</summary>
    public TrainedNetwork(MLContext mlContext, IDataView rows)
    {
        var options = new SyreNetworkOptions { HiddenLayers = [128, 128], Epochs = 2 };
        InMemory = mlContext.MulticlassClassification.Trainers.SyreNetwork(options).Fit(rows);
        using var file = new MemoryStream();
        mlContext.Model.Save(InMemory, rows.Schema, file);
        file.Position = 0;
        Loaded = new MLContext().Model.Load(file, out _);
    }

    /// <summary>The transformer as fitted.</summary>
    public SyreNetworkTransformer InMemory { get; }

    /// <summary>The whole stock chain: ONNX, the head that makes probabilities, and what drops the column between.</summary>
    public ITransformer Loaded { get; }

    /// <summary>ML.NET's ONNX transformer by itself.</summary>
    public ITransformer Onnx
    {
        get
        {
            ITransformer part = Loaded;
            while (part is IEnumerable<ITransformer> chain)
                part = chain.First();
            return part;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        InMemory.Dispose();
        (Loaded as IDisposable)?.Dispose();
    }
}
