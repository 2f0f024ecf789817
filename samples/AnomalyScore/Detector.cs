using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet;

namespace AnomalyScoreSample;

/// <summary>Something that learns what rows are like, and gives each a number that is the larger the stranger the row is.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Fit">Learns from rows with the column <c>Features</c>; gives the numbers of other rows.</param>
internal sealed record Detector(string Name, Func<MLContext, IDataView, Func<IDataView, float[]>> Fit)
{
    /// <summary>All of them.</summary>
    /// <param name="size">Numbers that an embedding has, and directions of the principal components.</param>
    public static IReadOnlyList<Detector> All(int size) =>
    [
        new("distance to the mean", Distance),
        new("RandomizedPca", (ml, train) => Scores(ml.Transforms.NormalizeMeanVariance("Features").Append(
            ml.AnomalyDetection.Trainers.RandomizedPca("Features", rank: size)).Fit(train))),
        new("SyreEncoder, autoencoder", (ml, train) => Scores(Encoder(ml, EncoderKind.Autoencoder, size).Fit(train))),
        new("SyreEncoder, variational", (ml, train) => Scores(Encoder(ml, EncoderKind.VariationalAutoencoder, size).Fit(train))),
    ];

    private static SyreEncoderEstimator Encoder(MLContext ml, EncoderKind kind, int size) => ml.Transforms.SyreEncoder(
        "Embedding", "Features", new SyreEncoderOptions { Kind = kind, EmbeddingSize = size, ReconstructionError = true });

    private static Func<IDataView, float[]> Scores(ITransformer model) => rows => [.. model.Transform(rows).GetColumn<float>("Score")];

    /// <summary>The distance to the training rows' mean, each feature in units of its standard deviation.</summary>
    private static Func<IDataView, float[]> Distance(MLContext ml, IDataView train)
    {
        ITransformer scaling = ml.Transforms.NormalizeMeanVariance("Features", fixZero: false).Fit(train);
        return rows => [.. scaling.Transform(rows).GetColumn<float[]>("Features").Select(row => row.Sum(value => value * value))];
    }
}
