using Microsoft.ML;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>An estimator, and its data with one of the numbers that it reads replaced.</summary>
/// <param name="Estimator">Makes the estimator.</param>
/// <param name="Data">Its rows, with one number of each row passed through a function of the row's index and the number.</param>
/// <param name="Columns">The columns that are compared.</param>
public sealed record MagnitudeCase(
    Func<MLContext, IEstimator<ITransformer>> Estimator,
    Func<MLContext, Func<int, float, float>, IDataView> Data,
    params IReadOnlyList<string> Columns)
{
    private readonly Lock _lock = new();
    private (MLContext ML, ITransformer Model, ITransformer Reloaded)? _fitted;

    /// <summary>How far the reloaded model may be off.</summary>
    public double ReloadTolerance { get; init; }

    /// <summary>From which size on a number is to change nothing any more.</summary>
    public float SaturatedFrom { get; init; } = 1e19f;

    /// <summary>The first feature of a trainer's case.</summary>
    public static MagnitudeCase Of(TrainerCase @case) => new(
        ml => @case.Trainer(ml, new TrainerColumns()),
        (ml, change) => @case.Task.Data(ml, edit: examples => examples.Select((example, row) =>
        {
            float[] values = [.. example.Features.DenseValues()];
            values[0] = change(row, values[0]);
            example.Features = new(values.Length, values);
            return example;
        })),
        [.. @case.Task.ScoreColumns, .. @case.OwnColumns])
    {
        ReloadTolerance = @case.ReloadTolerance,
    };

    /// <summary>Fitted to ordinary numbers, and reloaded.</summary>
    public (MLContext ML, ITransformer Model, ITransformer Reloaded) Fitted
    {
        get
        {
            lock (_lock)
                return _fitted ??= Fit((_, value) => value);
        }
    }

    /// <summary>Fitted to other numbers, and reloaded.</summary>
    public (MLContext ML, ITransformer Model, ITransformer Reloaded) Fit(Func<int, float, float> change)
    {
        var ml = new MLContext(seed: 1);
        IDataView data = Data(ml, change);
        ITransformer model = Estimator(ml).Fit(data);
        using var file = new MemoryStream();
        ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        return (ml, model, new MLContext().Model.LoadSurely(file, out _));
    }
}
