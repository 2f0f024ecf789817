using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Heads;
using Syre.MLNet.Objectives;

namespace Syre.MLNet.Tests.Intervals;

/// <summary>The ends of intervals: made in the scale of what is learnt, turned back, and the same as a formula of ML.NET's.</summary>
[TestClass]
public sealed class IntervalBoundTests
{
    private static readonly MLContext s_ml = new(1);

    public static IEnumerable<object[]> Cases =>
        from transform in Enum.GetValues<TargetTransform>()
        from width in new[] { 0, 1e-42, 1e-6, 0.3, 2, 50, double.PositiveInfinity }
        select new object[] { transform, width };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void An_end_is_the_score_moved_in_the_scale_of_what_is_learnt(TargetTransform transform, double width)
    {
        (LabelScale scale, float[] scores) = Made(transform);
        IntervalBound lower = IntervalBound.Create(scale, width, isUpper: false), upper = IntervalBound.Create(scale, width, isUpper: true);
        foreach (float score in scores)
        {
            (float from, float to) = (lower.Of(score), upper.Of(score));
            Assert.IsTrue(from <= score && score <= to, $"{from} {score} {to}");
            AreClose(Moved(scale, score, -width), from);
            AreClose(Moved(scale, score, width), to);
        }
        Assert.IsTrue(float.IsNaN(lower.Of(float.NaN)) && float.IsNaN(upper.Of(float.NaN)));
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void The_formula_gives_the_same_numbers_in_any_culture(TargetTransform transform, double width)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(width > 0.1 ? "de-DE" : "ar-SA");
            Compare(transform, width);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static void Compare(TargetTransform transform, double width)
    {
        (LabelScale scale, float[] scores) = Made(transform);
        float[] all = [.. scores, float.NaN, 0, -0f, 1e30f, -1e30f];
        IDataView rows = s_ml.Data.LoadFromEnumerable(all.Select(score => new Row { Score = score }));
        foreach (bool isUpper in new[] { false, true })
        {
            IntervalBound bound = IntervalBound.Create(scale, width, isUpper);
            float[] computed = [.. s_ml.Transforms.Expression("End", bound.ToFormula(), "Score").Fit(rows).Transform(rows)
                .GetColumn<float>("End")];
            for (int i = 0; i < all.Length; i++)
                Assert.AreEqual(bound.Of(all[i]), computed[i], $"{all[i]}");
        }
    }

    [TestMethod]
    public void Labels_beyond_those_of_a_quantile_transform_go_with_no_score()
    {
        LabelTransform transform = Made(TargetTransform.Quantile).Scale.Transform!;
        Assert.AreEqual(double.PositiveInfinity, transform.Distance(5, transform.Labels[^1] * 1.01f));
        Assert.AreEqual(double.PositiveInfinity, transform.Distance(5, transform.Labels[0] - 0.01f));
        Assert.AreEqual(0, transform.Distance(transform.Labels[^1], transform.Labels[^1]));
        var log = new LabelTransform(TargetTransform.Log, [], []);
        Assert.AreEqual(Math.Log(2), log.Distance(1, 3), 1e-6);
        Assert.IsTrue(double.IsFinite(log.Distance(-1, 3)));
    }

    private static (LabelScale Scale, float[] Scores) Made(TargetTransform transform)
    {
        var random = new Random(3);
        float[] labels = [.. Enumerable.Range(0, 2000).Select(_ => MathF.Exp(3 * random.NextSingle()) - 0.5f)];
        float least = labels.Min(), most = labels.Max();
        return (LabelScale.Of(labels, transform),
            [least, most, .. labels.Take(50), .. Enumerable.Range(0, 300).Select(_ => least + (most - least) * random.NextSingle())]);
    }

    private static double Moved(LabelScale scale, float score, double offset) => scale.Transform is { } transform
        ? transform.Invert((float)(transform.Apply(score) + offset))
        : score + offset;

    private static void AreClose(double expected, float actual)
    {
        expected = Math.Clamp(expected, -LabelScale.LargestLabel, LabelScale.LargestLabel);
        double found = Math.Clamp(actual, -LabelScale.LargestLabel, LabelScale.LargestLabel);
        Assert.AreEqual(expected, found, 2e-4 * (1 + Math.Abs(expected)));
    }

    private sealed class Row
    {
        public float Score { get; set; }
    }
}
