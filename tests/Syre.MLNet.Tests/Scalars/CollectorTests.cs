using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Diagnostics;

namespace Syre.MLNet.Tests.Scalars;

/// <summary>
/// Training and scoring beside a thread that collects without pause, as a busy service does now and then. With bare numbers 4 to 8 % of
/// such fits failed, and the process could end.
/// </summary>
[TestClass]
public sealed class CollectorTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    [TestMethod]
    public void Fits_and_predictions_beside_a_collector_are_the_first_ones() => Run(fitsOfEach: 3, predictionsOfEach: 100);

    [TestMethod]
    [TestCategory("Long"), Long]
    [Timeout(4_500_000)]
    public void A_thousand_fits_and_a_million_predictions_beside_a_collector_are_the_first_ones() =>
        Run(fitsOfEach: 48, predictionsOfEach: 48_000);

    private static void Run(int fitsOfEach, int predictionsOfEach)
    {
        using var collector = new Collector();
        var failures = new List<string>();
        foreach ((string name, Func<ITransformer> fit, IDataView data) in Trainers())
        {
            float[]? first = null;
            for (int i = 0; i < fitsOfEach; i++)
            {
                try
                {
                    ITransformer model = fit();
                    using var owned = model as IDisposable;
                    float[] scores = Scores(model, data);
                    first ??= scores;
                    if (!scores.AsSpan().SequenceEqual(first))
                        failures.Add($"{name}, fit {i}: other scores than the first");
                    for (int seen = 0; i == 0 && seen < predictionsOfEach; seen += scores.Length)
                    {
                        if (!Scores(model, data).AsSpan().SequenceEqual(first))
                            failures.Add($"{name}, prediction {seen}: other scores than before");
                    }
                }
                catch (Exception e) when (e is not AssertFailedException)
                {
                    failures.Add($"{name}, fit {i}: {e.Message.Split('\n')[0]}");
                }
            }
        }
        Assert.IsGreaterThan(0, collector.Collections);
        Assert.IsEmpty(failures, $"{failures.Count} failures\n" + string.Join('\n', failures.Take(20)));
    }

    /// <summary>Every trainer, and of the tabular ones every activation: 21.</summary>
    private static IEnumerable<(string Name, Func<ITransformer> Fit, IDataView Data)> Trainers()
    {
        IDataView binary = TestData.Binary(s_ml, 48), classes = TestData.Multiclass(s_ml, 48), numbers = TestData.Regression(s_ml, 48);
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            SyreNetworkOptions options = Tabular.Small.Options with
            {
                HiddenLayers = [8],
                Epochs = 2,
                Activation = activation,
                Seed = 1,
                LabelSmoothing = 0.1,
            };
            yield return ($"binary, {activation}", () => s_ml.BinaryClassification.Trainers.SyreNetwork(options).Fit(binary), binary);
            yield return ($"multiclass, {activation}", () => s_ml.MulticlassClassification.Trainers.SyreNetwork(options)
                .Fit(classes), classes);
            yield return ($"regression, {activation}", () => s_ml.Regression.Trainers.SyreNetwork(options).Fit(numbers), numbers);
        }
        SyreTextClassificationOptions text = Text.SmallText.Options with { Epochs = 2 };
        IDataView opinions = TextData.Binary(s_ml, 24), kinds = TextData.Multiclass(s_ml, 24);
        yield return ("binary text", () => s_ml.BinaryClassification.Trainers.SyreTextClassification(text).Fit(opinions), opinions);
        yield return ("multiclass text", () => s_ml.MulticlassClassification.Trainers.SyreTextClassification(text).Fit(kinds), kinds);
        IDataView column = ColumnData.View(s_ml, ColumnData.Normal(60, 12));
        yield return ("column", () => s_ml.Transforms.CollapseDiagnostics("Collapse", "Features").Fit(column), column);
    }

    private static float[] Scores(ITransformer model, IDataView data)
    {
        IDataView scored = model.Transform(data);
        string name = scored.Schema.GetColumnOrNull("Score") is null ? "Collapse" : "Score";
        return scored.Schema[name].Type is VectorDataViewType
            ? [.. Tabular.Small.Column<VBuffer<float>>(scored, name).SelectMany(score => score.DenseValues())]
            : Tabular.Small.Column<float>(scored, name);
    }
}
