using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>Odd data is treated as the task's stock trainer treats it.</summary>
public static class SituationChecks
{
    /// <summary>The same type of exception, from the same call, with the column's name in the message.</summary>
    public static void BadColumnsAreRefusedAsByTheStockTrainer(TrainerCase @case)
    {
        var ml = new MLContext(seed: 1);
        IDataView data = @case.Task.Data(ml);
        (string Named, TrainerColumns Columns)[] bad =
        [
            ("Nope", new(Feature: "Nope")),
            ("Nope", new(Label: "Nope")),
            ("Nope", new(Weight: "Nope")),
            ("Weight", new(Feature: "Weight")),
            ("Group", new(Feature: "Group")),
            (@case.Task.NoLabel, new(Label: @case.Task.NoLabel)),
            ("Group", new(Weight: "Group")),
        ];
        foreach ((string named, TrainerColumns columns) in bad)
        {
            IEstimator<ITransformer> stock = @case.Task.StockTrainer(ml, columns), trainer = @case.Trainer(ml, columns);
            SameRefusal(() => stock.Fit(data), () => trainer.Fit(data), named, $"Fit with {columns}");
            SameRefusal(() => Promise(stock), () => Promise(trainer), named, $"GetOutputSchema with {columns}");
        }

        SchemaShape Promise(IEstimator<ITransformer> estimator) => estimator.GetOutputSchema(MLNetInternals.ShapeOf(data.Schema));
    }

    public static void TrainingRowsWithMissingFeaturesAreSkippedOrFilledIn(TrainerCase @case)
    {
        var ml = new MLContext(seed: 1);
        IDataView clean = @case.Task.Data(ml);
        IDataView dirty = @case.Task.Data(ml, rows: 245, edit: examples =>
            examples.Select((example, i) => i < 240 ? example : Missing(example)));
        float[][] expected = Scores(@case, clean, clean), actual = Scores(@case, dirty, clean);
        if (@case.FillsMissingFeatures)
            Must.Hold(!Values.Same(expected, actual, 1e-4), "five more rows that lack a feature change nothing");
        else
            Values.MustBeSame(expected, actual, @case.RepeatTolerance, "trained with five more rows that lack a feature");
    }

    public static void NoUsableTrainingRowIsRefused(TrainerCase @case)
    {
        var ml = new MLContext(seed: 1);
        IEstimator<ITransformer> trainer = @case.Trainer(ml, new TrainerColumns());
        IDataView missing = @case.Task.Data(ml, edit: examples => examples.Select(Missing));
        if (@case.FillsMissingFeatures)
        {
            ITransformer model = Must.Succeed(() => trainer.Fit(missing), "every row lacks a feature");
            MustBeFinite(TrainingChecks.Scores(@case, model, missing), "trained on rows that all lack a feature");
        }
        else
        {
            Must.Hold(Must.Fail(() => trainer.Fit(missing), "every row lacks a feature") is InvalidOperationException,
                "InvalidOperationException expected");
        }
        IDataView none = @case.Task.Data(ml, rows: 0);
        Must.Hold(Must.Fail(() => trainer.Fit(none), "no rows") is InvalidOperationException, "InvalidOperationException expected");
    }

    /// <summary>
    /// A missing feature gives the stock trainer's answer for such a row, or the same number from every model, and leaves its neighbours
    /// alone.
    /// </summary>
    public static void MissingFeaturesAtScoringGiveTheStockAnswerOrAreFilledIn(TrainerCase @case)
    {
        FittedCase fitted = @case.Alone.Fitted;
        IDataView holed = @case.Task.Data(fitted.ML, edit: examples =>
            examples.Select((example, i) => i % 10 == 3 ? Missing(example) : example));
        ITransformer stock = @case.Task.StockTrainer(fitted.ML, new TrainerColumns()).Fit(fitted.Data);
        float[] answer = TrainingChecks.Scores(@case, stock, holed)[3];
        Must.Hold(answer.Any(float.IsNaN), "the stock trainer's answer to a missing feature");
        float[][] first = TrainingChecks.Scores(@case, fitted.Models.First().Model, holed);
        if (@case.FillsMissingFeatures)
            MustBeFinite(first, "a missing feature is filled in");
        foreach ((string name, ITransformer model) in fitted.Models)
        {
            float[][] expected = TrainingChecks.Scores(@case, model, fitted.Data);
            float[][] actual = TrainingChecks.Scores(@case, model, holed);
            for (int row = 0; row < actual.Length; row++)
            {
                float[] same = row % 10 != 3 ? expected[row] : @case.FillsMissingFeatures ? first[row] : answer;
                Values.MustBeSame(same, actual[row], 1e-5,
                    $"{name}: row {row}, every tenth has a missing feature");
            }
        }
    }

    /// <summary>And the model can be evaluated on labels that it has not seen.</summary>
    public static void LabelsOfOneKindTrain(TrainerCase @case)
    {
        var ml = new MLContext(seed: 1);
        IDataView all = @case.Task.Data(ml);
        IDataView one = @case.Task.Data(ml, edit: examples => examples.Where(example => OfOneKind(example.Label)));
        ITransformer model = Must.Succeed(() => @case.Trainer(ml, new TrainerColumns()).Fit(one), "labels of one kind");
        MustBeFinite(TrainingChecks.Scores(@case, model, all), "labels of one kind");
        Must.Succeed(() => @case.Task.Evaluate(ml, model.Transform(all)), "evaluation on labels not seen in training");

        static bool OfOneKind(object label) => label is true or 1u or > 1f;
    }

    public static void SparseRowsEqualDenseRows(TrainerCase @case)
    {
        var ml = new MLContext(seed: 1);
        IDataView dense = @case.Task.Data(ml), sparse = @case.Task.Data(ml, sparse: true);
        float[][] expected = Scores(@case, dense, dense);
        Values.MustBeSame(expected, Scores(@case, dense, sparse), 1e-5, "sparse rows scored");
        Values.MustBeSame(expected, Scores(@case, sparse, dense), 1e-3, "sparse rows trained on");
    }

    /// <summary>Of two columns with one name the last one counts; other columns and their order do not matter.</summary>
    public static void LastColumnOfANameCounts(TrainerCase @case)
    {
        FittedCase fitted = @case.Alone.Fitted;
        MLContext ml = fitted.ML;
        IDataView hiding = ml.Transforms.NormalizeMinMax("Features").Fit(fitted.Data).Transform(fitted.Data);
        IDataView renamed = ml.Transforms.SelectColumns(["Weight", "Group", "Features"], keepHidden: false).Fit(hiding).Transform(hiding);
        Must.Hold(hiding.Schema.Count == fitted.Data.Schema.Count + 1 && renamed.Schema.Count == 3,
            "one column hides another, and then none does");
        foreach ((string name, ITransformer model) in fitted.Models)
        {
            float[][] expected = TrainingChecks.Scores(@case, model, renamed);
            Must.Hold(!Values.Same(expected, TrainingChecks.Scores(@case, model, fitted.Data), 1e-3),
                $"{name}: scores do not depend on the features");
            Values.MustBeSame(expected, TrainingChecks.Scores(@case, model, hiding), 0,
                $"{name}: features that hide others of the same name");
        }
    }

    /// <summary>Weights of one are no weights; uneven ones change the model.</summary>
    public static void WeightsCount(TrainerCase @case)
    {
        var ml = new MLContext(seed: 1);
        IDataView data = @case.Task.Data(ml);
        IDataView ones = @case.Task.Data(ml, edit: examples => examples.Select(example =>
        {
            example.Weight = 1;
            return example;
        }));
        float[][] without = Scores(@case, data, data);
        Values.MustBeSame(without, Scores(@case, ones, data, "Weight"), 1e-4, "all weights are one");
        Must.Hold(!Values.Same(without, Scores(@case, data, data, "Weight"), 1e-4), "uneven weights change nothing");
    }

    /// <summary>Always from one seed: a trainer draws its own from its context when it is made.</summary>
    private static float[][] Scores(TrainerCase @case, IDataView train, IDataView test, string? weight = null) =>
        TrainingChecks.Scores(@case, @case.Trainer(new MLContext(seed: 1), new TrainerColumns(Weight: weight)).Fit(train), test);

    private static IExample Missing(IExample example)
    {
        float[] values = [.. example.Features.DenseValues()];
        values[1] = float.NaN;
        example.Features = new VBuffer<float>(values.Length, values);
        return example;
    }

    private static void MustBeFinite(float[][] scores, string what) =>
        Must.Hold(scores.SelectMany(row => row).All(float.IsFinite), $"{what}: a score is not a number");

    private static void SameRefusal(Action stock, Action own, string named, string what)
    {
        Exception expected = Must.Fail(stock, $"{what}, by the stock trainer");
        Exception actual = Must.Fail(own, what);
        Must.Equal(expected.GetType(), actual.GetType(), $"{what}: type of '{actual.Message}'");
        StringAssert.Contains(actual.Message, named, $"{what}: message");
    }
}
