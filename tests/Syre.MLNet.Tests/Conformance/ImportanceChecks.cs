using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>Permutation feature importance sees through the model: the important feature comes first and the noise last.</summary>
public static class ImportanceChecks
{
    public static void ImportantFeatureIsFirstAndNoiseLast(TrainerCase @case, bool sparse)
    {
        var ml = new MLContext(seed: 1);
        IDataView data = @case.Task.Data(ml, sparse: sparse);
        ISingleFeaturePredictionTransformer<object> fitted = @case.Trainer(ml, new TrainerColumns()).Fit(data);
        Must.Equal("Features", fitted.FeatureColumnName, "FeatureColumnName");
        Must.Equal(data.Schema["Features"].Type, fitted.FeatureColumnType, "FeatureColumnType");
        Must.Hold(fitted.Model is not null, "Model is null");

        using var file = new MemoryStream();
        ml.Model.Save(fitted, data.Schema, file);
        var reloaded = new ForwardingTransformer(ml.Model.LoadSurely(file, out _));
        InOrder(@case.Task.Importance(ml, fitted, data, examples: null, permutations: 1), "fitted model");
        InOrder(@case.Task.Importance(ml, reloaded, data, examples: null, permutations: 1), "reloaded model");
    }

    public static void SpreadAndNumberOfExamplesAreAsAsked(TrainerCase @case)
    {
        FittedCase fitted = @case.Alone.Fitted;
        var model = (ISingleFeaturePredictionTransformer<object>)fitted.Model;
        IReadOnlyList<Importance> repeated = @case.Task.Importance(fitted.ML, model, fitted.Data, examples: null, permutations: 4);
        InOrder(repeated, "four permutations");
        foreach (MetricStatistics slot in repeated.SelectMany(metric => metric.Slots))
        {
            Must.Equal(4, slot.Count, "permutations counted");
            Values.MustBeSame(slot.StandardDeviation / 2, slot.StandardError, 1e-9, "standard error of four permutations");
        }

        IReadOnlyList<Importance> few = @case.Task.Importance(fitted.ML, model, fitted.Data, examples: 10, permutations: 1);
        Must.Hold(!Values.Same(few[0].Losses.ToArray(), repeated[0].Losses.ToArray(), 1e-9), "ten examples give the importance of all");
    }

    /// <summary>
    /// Microsoft's samples score first, and permute the scored rows; the model's columns then hide those of the first scoring.
    /// </summary>
    public static void ScoredRowsGiveTheSame(TrainerCase @case)
    {
        FittedCase fitted = @case.Alone.Fitted;
        var model = (ISingleFeaturePredictionTransformer<object>)fitted.Model;
        IReadOnlyList<Importance> plain = Importance(fitted.Data), scored = Importance(model.Transform(fitted.Data));
        foreach ((Importance expected, Importance actual) in plain.Zip(scored))
            Values.MustBeSame(expected.Losses.ToArray(), actual.Losses.ToArray(), 1e-6, $"loss of {expected.Metric}, on scored rows");

        IReadOnlyList<Importance> Importance(IDataView data) =>
            @case.Task.Importance(new MLContext(seed: 1), model, data, examples: null, permutations: 1);
    }

    private static void InOrder(IReadOnlyList<Importance> importances, string what)
    {
        foreach (Importance metric in importances)
        {
            IReadOnlyList<double> losses = metric.Losses;
            string found = $"{what}, loss of {metric.Metric} by feature: {string.Join(", ", losses)}";
            Must.Equal(TestData.FeatureNames.Length, losses.Count, found);
            Must.Hold(losses[0] > 0 && losses[0] == losses.Max(), $"{found}: the first must be the largest");
            Must.Hold(losses[^1] == losses.Min(), $"{found}: the last must be the smallest");
        }
    }
}
