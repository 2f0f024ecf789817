using Microsoft.ML;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>Cross-validation fits one estimator many times.</summary>
public static class CrossValidationChecks
{
    public static void EveryFoldIsTrainedAndScored(TrainerCase @case)
    {
        var ml = new MLContext(seed: 1);
        IReadOnlyList<Fold> folds = @case.Task.CrossValidate(ml, @case.Task.Data(ml), @case.Trainer(ml, new TrainerColumns()), 3,
            samplingKey: null);
        Check(@case, folds);
    }

    public static void RowsOfOneSamplingKeyStayInOneFold(TrainerCase @case)
    {
        var ml = new MLContext(seed: 1);
        IReadOnlyList<Fold> folds = @case.Task.CrossValidate(ml, @case.Task.Data(ml), @case.Trainer(ml, new TrainerColumns()), 3,
            samplingKey: "Group");
        Check(@case, folds);
        string[] groups = [.. folds.SelectMany(fold => Values.Column<string>(fold.ScoredHoldOutSet, "Group").Distinct())];
        CollectionAssert.AllItemsAreUnique(groups, "groups of the folds");
        Must.Equal(12, groups.Length, "groups in all folds together");
    }

    public static void ColumnsNamedAsOutputsChangeNothing(TrainerCase @case)
    {
        var ml = new MLContext(seed: 1);
        (string layout, IDataView shadowed) = Shadows.Of(@case.Task.Data(ml), @case.Alone.Fitted.AddedColumns).First();
        IReadOnlyList<Fold> folds = Folds(shadowed), plain = Folds(@case.Task.Data(ml));
        Check(@case, folds);
        foreach ((Metric expected, Metric actual) in plain.Zip(folds).SelectMany(pair => pair.First.Metrics.Zip(pair.Second.Metrics)))
            Values.MustBeSame(expected.Value, actual.Value, 1e-3, $"{layout}: {expected.Name} of a fold");

        IReadOnlyList<Fold> Folds(IDataView data) => @case.Task.CrossValidate(
            new MLContext(seed: 1), data, @case.Trainer(new MLContext(seed: 1), new TrainerColumns()), 3, samplingKey: "Group");
    }

    private static void Check(TrainerCase @case, IReadOnlyList<Fold> folds)
    {
        Must.Equal(3, folds.Count, "number of folds");
        Type model = @case.Alone.Fitted.Model.GetType();
        foreach (Fold fold in folds)
        {
            ContractChecks.InRange(fold.Metrics);
            Must.Equal(model, fold.Model.GetType(), "type of a fold's model");
            Must.Hold(Values.Rows(fold.ScoredHoldOutSet, @case.Task.ScoreColumns).Length > 0, "a fold has no scored rows");
        }
    }
}
