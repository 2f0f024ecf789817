using Microsoft.ML;

namespace Syre.MLNet;

/// <summary>
/// An earlier model of this library that a training goes on from (<see cref="SyreTrainerOptions.InitialModel"/>): one
/// fitted in this process, or a file.
/// </summary>
public sealed record InitialModel
{
    private InitialModel(ITransformer? transformer, string? path) => (Transformer, Path) = (transformer, path);

    /// <summary>
    /// Whether the optimizer goes on with its moments and step counts too, as one longer training would. False (default): it starts afresh.
    /// The earlier model must hold them (<see cref="SyreTrainerOptions.KeepOptimizerState"/>), which no file does.
    /// </summary>
    public bool CarriesOptimizerState { get; init; }

    /// <summary>The fitted model; null for a file.</summary>
    internal ITransformer? Transformer { get; }

    /// <summary>The file; null for a fitted model.</summary>
    internal string? Path { get; }

    /// <summary>Goes on from a model fitted in this process, which must not be disposed of before the training is over.</summary>
    /// <param name="model">What the trainer's <c>Fit</c> gave, or a chain that contains it once.</param>
    public static InitialModel From(ITransformer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new InitialModel(model, null);
    }

    /// <summary>
    /// Goes on from a file with one network of this library. It is read when training begins, and checked as
    /// <see cref="SyreModelFile"/> does.
    /// </summary>
    /// <param name="path">A file saved by <c>mlContext.Model.Save</c> or <see cref="SyreModelFile.Save"/>.</param>
    public static InitialModel FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new InitialModel(null, path);
    }
}
