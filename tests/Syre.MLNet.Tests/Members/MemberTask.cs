using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Tabular;

namespace Syre.MLNet.Tests.Members;

/// <summary>A kind of label with data and a trainer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ML">The context.</param>
/// <param name="Data">The rows.</param>
internal sealed record MemberTask(string Name, MLContext ML, IDataView Data)
{
    public static IReadOnlyList<string> Names { get; } = ["binary", "binary, sparse", "multiclass", "regression", "vector regression"];

    public static MemberTask Named(string name)
    {
        var ml = new MLContext(1);
        return new MemberTask(name, ml, name switch
        {
            "binary" => TestData.Binary(ml),
            "binary, sparse" => TestData.Binary(ml, sparse: true),
            "multiclass" => TestData.Multiclass(ml),
            "regression" => TestData.Regression(ml),
            _ => Vectors(ml),
        });
    }

    /// <summary>Whether the score is a logit, and no probability or number.</summary>
    public bool IsLogit => Name.StartsWith("binary", StringComparison.Ordinal);

    public SyreNetworkEstimator Trainer(SyreNetworkOptions options) => Name switch
    {
        "multiclass" => ML.MulticlassClassification.Trainers.SyreNetwork(options),
        "regression" or "vector regression" => ML.Regression.Trainers.SyreNetwork(options),
        _ => ML.BinaryClassification.Trainers.SyreNetwork(options),
    };

    public float[] Scores(ITransformer model) => model.GetOutputSchema(Data.Schema)["Score"].Type is VectorDataViewType
        ? Small.VectorScores(model, Data)
        : Small.Scores(model, Data);

    private static IDataView Vectors(MLContext ml)
    {
        var random = new Random(1);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, 200).Select(_ =>
        {
            float[] features = [random.NextSingle(), random.NextSingle(), random.NextSingle()];
            return new Row { Features = features, Label = [100 * features[0], features[1] - features[2]] };
        }).ToArray());
    }

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        [VectorType(2)]
        public float[] Label { get; set; } = [];
    }
}
