using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Tabular;

namespace Syre.MLNet.Tests.Intervals;

/// <summary>
/// Simulations: over many trainings, as many new labels are in their intervals or sets as was asked for. By the theorem the share of one
/// training is that of a Beta distribution with mean ⌈(n + 1) · coverage⌉ / (n + 1); the mean over trainings must be within 3.5 standard
/// errors of it, where bounds are not meant to be wide, and not below by more where they are.
/// </summary>
[TestClass]
public sealed class CoverageTests
{
    private const int Trainings = 40, NewRows = 1000;

    private static readonly SyreNetworkOptions s_options = Small.Options with { Interval = 0.8, Epochs = null, BatchSize = null };

    [TestMethod]
    [DataRow(TargetTransform.None)]
    [DataRow(TargetTransform.Log)]
    [DataRow(TargetTransform.Quantile)]
    public void Intervals_of_one_network_hold_the_share_of_labels_that_was_asked_for(TargetTransform transform) => Check(
        seed => Numbers(s_options with { TargetTransform = transform, LabelColumnName = transform == default ? "Label" : "Price" }, seed),
        mayBeWide: false);

    [TestMethod]
    public void Sets_of_one_network_hold_the_share_of_labels_that_was_asked_for() => Check(
        seed => Classes(s_options, seed), mayBeWide: false);

    [TestMethod]
    public void Sets_of_two_classes_hold_the_share_of_labels_that_was_asked_for() => Check(
        seed => Booleans(s_options with { Interval = 0.9 }, seed), mayBeWide: false);

    [TestMethod]
    public void Several_networks_that_are_averaged_hold_at_least_that()
    {
        Check(seed => Numbers(s_options with { Members = 3 }, seed), mayBeWide: true);
        Check(seed => Classes(s_options with { Members = 3 }, seed), mayBeWide: true);
    }

    /// <summary>Without weights as many labels would be covered of all rows; with them, of rows as they weigh.</summary>
    [TestMethod]
    public void Balanced_weights_cover_the_mean_of_the_classes() => Check(
        seed => Classes(s_options with { ClassWeights = ClassWeights.Balanced }, seed, byClass: true), mayBeWide: true);

    private static void Check(Func<int, (double Covered, double Asked, int Rows)> train, bool mayBeWide)
    {
        var results = new (double Covered, double Asked, int Rows)[Trainings];
        Parallel.For(0, Trainings, seed => results[seed] = train(seed));
        double difference = results.Average(one => Rank(one) / (one.Rows + 1.0) - one.Covered);
        double error = Math.Sqrt(
            results.Average(one => one.Asked * (1 - one.Asked) * (1.0 / (one.Rows + 2) + 1.0 / NewRows)) / Trainings);
        string found = $"{results.Average(one => one.Covered):f4} of {results[0].Asked}, " +
            $"{difference:f4} missing, standard error {error:f4}";
        Assert.IsLessThan(3.5 * error, difference, found);
        Assert.IsGreaterThan(mayBeWide ? -0.05 : -3.5 * error, difference, found);

        static double Rank((double Covered, double Asked, int Rows) one) => Math.Ceiling((one.Rows + 1) * one.Asked - 1e-9);
    }

    private static (double, double, int) Numbers(SyreNetworkOptions options, int seed)
    {
        var ml = new MLContext(seed);
        using SyreNetworkTransformer model = ml.Regression.Trainers.SyreNetwork(options with { Seed = seed })
            .Fit(IntervalData.Numbers(ml, 200, 2 * seed));
        IDataView scored = model.Transform(IntervalData.Numbers(ml, NewRows, 2 * seed + 1));
        float[] lower = Small.Column<float>(scored, "Lower"), upper = Small.Column<float>(scored, "Upper");
        float[] labels = Small.Column<float>(scored, options.LabelColumnName);
        int covered = Enumerable.Range(0, NewRows).Count(row => labels[row] >= lower[row] && labels[row] <= upper[row]);
        return ((double)covered / NewRows, model.Summary.Interval!.Coverage, model.Summary.Interval.Rows);
    }

    private static (double, double, int) Booleans(SyreNetworkOptions options, int seed)
    {
        var ml = new MLContext(seed);
        using SyreNetworkTransformer model = ml.BinaryClassification.Trainers.SyreNetwork(options with { Seed = seed })
            .Fit(IntervalData.Booleans(ml, 200, 2 * seed));
        IDataView scored = model.Transform(IntervalData.Booleans(ml, NewRows, 2 * seed + 1));
        return (Covered(scored, [.. Small.Column<bool>(scored, "Label").Select(label => label ? 1 : 0)]).Average(),
            model.Summary.Interval!.Coverage, model.Summary.Interval.Rows);
    }

    private static (double, double, int) Classes(SyreNetworkOptions options, int seed, bool byClass = false)
    {
        var ml = new MLContext(seed);
        using SyreNetworkTransformer model = ml.MulticlassClassification.Trainers.SyreNetwork(options with { Seed = seed })
            .Fit(IntervalData.Classes(ml, 200, 2 * seed));
        IDataView scored = model.Transform(IntervalData.Classes(ml, NewRows, 2 * seed + 1));
        int[] labels = [.. Small.Column<uint>(scored, "Label").Select(key => (int)key - 1)];
        float[] covered = Covered(scored, labels);
        double share = byClass
            ? labels.Zip(covered).GroupBy(row => row.First).Average(rows => rows.Average(row => row.Second))
            : covered.Average();
        return (share, model.Summary.Interval!.Coverage, model.Summary.Interval.Rows);
    }

    private static float[] Covered(IDataView scored, int[] labels) =>
        [.. Small.Column<VBuffer<float>>(scored, "PredictedSet").Zip(labels, (set, label) => set.GetItemOrDefault(label))];
}
