using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.Text;

namespace Syre.MLNet.Tests.WarmStart;

/// <summary>
/// What every trainer must do: a fit from its own model whose steps are next to nothing gives the same scores. A trainer is a line.
/// </summary>
[TestClass]
public sealed class SameScoresTests
{
    private static readonly SyreNetworkOptions s_table = Small.Options with { Seed = 1, Calibrate = false };
    private static readonly SyreTextClassificationOptions s_text = SmallText.Options with { Quantize = false, Calibrate = false };

    private static readonly string[] s_trainers =
        ["binary", "binary, sparse", "multiclass", "regression", "text", "texts of three classes"];

    public static IEnumerable<object[]> Trainers => s_trainers.SelectMany(name => new object[][] { [name, false], [name, true] });

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void A_fit_from_its_own_model_without_steps_gives_the_same_scores(string trainer, bool fromFile)
    {
        var ml = new MLContext(1);
        (IEstimator<ITransformer> first, IDataView data) = Trainer(trainer, ml, options => options);
        using var file = new TemporaryModel();
        ITransformer earlier = first.Fit(data);
        InitialModel initial = fromFile ? file.Save(earlier, data.Schema) : InitialModel.From(earlier);
        (IEstimator<ITransformer> second, _) = Trainer(trainer, ml, options => options with
        {
            InitialModel = initial,
            Epochs = 1,
            LearningRate = 1e-12,
            Seed = 2,
            Syre = new() { WeightDecay = 0 },
        });
        ITransformer later = second.Fit(data);
        float[] expected = Scores(earlier), actual = Scores(later);
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-4 * (1 + Math.Abs(expected[i])));
        ((IDisposable)earlier).Dispose();
        ((IDisposable)later).Dispose();

        float[] Scores(ITransformer model) => model.GetOutputSchema(data.Schema)["Score"].Type is VectorDataViewType
            ? Small.VectorScores(model, data)
            : Small.Scores(model, data);
    }

    private static (IEstimator<ITransformer> Trainer, IDataView Data) Trainer(
        string name, MLContext ml, Func<SyreTrainerOptions, SyreTrainerOptions> change)
    {
        var table = (SyreNetworkOptions)change(s_table);
        var text = (SyreTextClassificationOptions)change(s_text);
        return name switch
        {
            "binary" => (ml.BinaryClassification.Trainers.SyreNetwork(table), TestData.Binary(ml)),
            "binary, sparse" => (ml.BinaryClassification.Trainers.SyreNetwork(table), TestData.Binary(ml, sparse: true)),
            "multiclass" => (ml.MulticlassClassification.Trainers.SyreNetwork(table), TestData.Multiclass(ml)),
            "regression" => (ml.Regression.Trainers.SyreNetwork(table), TestData.Regression(ml)),
            "text" => (ml.BinaryClassification.Trainers.SyreTextClassification(text), TextData.Binary(ml)),
            _ => (ml.MulticlassClassification.Trainers.SyreTextClassification(text), TextData.Multiclass(ml)),
        };
    }
}
