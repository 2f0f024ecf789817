using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Tabular;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Contributions;

/// <summary>Contributions add up to the score less the baseline's, and the more steps the better.</summary>
[TestClass]
public sealed class CompletenessTests
{
    private const int ManySteps = 200;
    private static readonly MLContext s_ml = new(seed: 1);
    private static readonly SyreNetworkOptions s_options = Small.Options with { Epochs = 20, Seed = 2 };

    /// <summary>Slots of the rows: 4 of them dense, 2000 sparse.</summary>
    public static IEnumerable<object[]> Networks =>
        from task in new[] { "binary", "multiclass", "regression", "quantile" }
        from members in new[] { 1, 3 }
        from slots in new[] { 4, 2000 }
        select new object[] { task, members, slots };

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void They_add_up_with_missing_values_dense_and_sparse_and_of_members(string task, int members, int slots)
    {
        IDataView rows = HoledRow.View(s_ml, HoledRow.Examples(slots)), test = HoledRow.View(s_ml, HoledRow.Examples(slots, 12, seed: 2));
        using SyreNetworkTransformer model = Fit(task, s_options with { Members = members }, rows);
        Assert.AreEqual(members, Math.Max(1, model.Summary.Members.Count));
        (double gap, double scale) = Gap(model, test, ManySteps, task);
        Assert.IsLessThan(0.01 * scale, gap, $"of scores that are {scale} from the baseline's");
        (double coarse, _) = Gap(model, test, 4, task);
        Assert.IsLessThan(coarse / 10, gap, "fifty times the steps");
    }

    [TestMethod]
    public void The_gap_of_a_smooth_network_falls_with_the_square_of_the_steps()
    {
        using SyreNetworkTransformer model = Fit("regression", s_options with { Activation = Activation.Mish }, HoledRow.View(s_ml,
            HoledRow.Examples(4)));
        IDataView test = HoledRow.View(s_ml, HoledRow.Examples(4, 30, seed: 2));
        double[] gaps = [.. new[] { 8, 16, 32 }.Select(steps => Gap(model, test, steps, "regression").Gap)];
        Assert.AreEqual(4, gaps[0] / gaps[1], 0.8);
        Assert.AreEqual(4, gaps[1] / gaps[2], 0.8);
    }

    [TestMethod]
    public void The_gap_of_a_network_with_corners_falls_with_the_steps()
    {
        using SyreNetworkTransformer model = Fit("binary", s_options with { Activation = Activation.Relu }, HoledRow.View(s_ml,
            HoledRow.Examples(4)));
        IDataView test = HoledRow.View(s_ml, HoledRow.Examples(4, 30, seed: 2));
        double[] gaps = [.. new[] { 8, 128 }.Select(steps => Gap(model, test, steps, "binary").Gap)];
        Assert.IsGreaterThan(8, gaps[0] / gaps[1], "16 times the steps");
    }

    [TestMethod]
    public void One_step_is_exact_where_the_network_is_linear()
    {
        using SyreNetworkTransformer model = Fit("regression", s_options with { HiddenLayers = [], Members = 2 }, HoledRow.View(s_ml,
            HoledRow.Examples(4)));
        (double gap, double scale) = Gap(model, HoledRow.View(s_ml, HoledRow.Examples(4, 30, seed: 2)), 1, "regression");
        // Scores end at the largest label that occurred, which is a corner; hardly any of these is there.
        Assert.IsLessThan(0.01 * scale, gap);
    }

    [TestMethod]
    public void Labels_that_lie_in_lumps_add_up_by_quantiles_too()
    {
        List<HoledRow> examples = HoledRow.Examples(4);
        foreach (HoledRow row in examples)
            row.Number = (MathF.Round(row.Number * 2) / 2) + (row.Number / 100);
        using SyreNetworkTransformer model = Fit("quantile", s_options with { Members = 2 }, HoledRow.View(s_ml, examples));
        (double gap, double scale) = Gap(model, HoledRow.View(s_ml, HoledRow.Examples(4, 30, seed: 2)), 32, "quantile");
        Assert.IsLessThan(0.001 * scale, gap);
    }

    [TestMethod]
    public void A_network_of_ones_own_is_explained_too()
    {
        using SyreNetworkTransformer model = Fit("binary", s_options with
        {
            Network = context => nn.Sequential(nn.Linear(context.InputSize, 8), nn.Tanh(), nn.Linear(8, context.OutputSize)),
        }, HoledRow.View(s_ml, HoledRow.Examples(4)));
        (double gap, double scale) = Gap(model, HoledRow.View(s_ml, HoledRow.Examples(4, 12, seed: 2)), 100, "binary");
        Assert.IsLessThan(1e-3 * scale, gap);
    }

    private static SyreNetworkTransformer Fit(string task, SyreNetworkOptions options, IDataView rows) => task switch
    {
        "binary" => s_ml.BinaryClassification.Trainers.SyreNetwork(options with { LabelColumnName = "IsHigh" }).Fit(rows),
        "multiclass" => s_ml.MulticlassClassification.Trainers.SyreNetwork(options with { LabelColumnName = "Class" }).Fit(rows),
        "quantile" => s_ml.Regression.Trainers.SyreNetwork(options with
        {
            LabelColumnName = "Number",
            TargetTransform = TargetTransform.Quantile,
        }).Fit(rows),
        _ => s_ml.Regression.Trainers.SyreNetwork(options with { LabelColumnName = "Number" }).Fit(rows),
    };

    /// <summary>The mean of what contributions lack, and the mean distance of the scores from the baseline's.</summary>
    private static (double Gap, double Scale) Gap(SyreNetworkTransformer model, IDataView rows, int steps, string task)
    {
        FeatureContributionTransformer transformer = Everything.Of(s_ml, model, steps).Fit(rows);
        IDataView explained = transformer.Transform(rows);
        double[] sums = [.. Small.Column<VBuffer<float>>(explained, "FeatureContributions")
            .Select(contributions => contributions.DenseValues().Sum(value => (double)value))];
        double[] scores = task == "multiclass"
            ? []
            : [.. Small.Scores(model, rows).Select(score => (double)score - transformer.Baseline[0])];
        if (task == "multiclass")
        {
            scores = [.. Small.Column<VBuffer<float>>(model.Transform(rows), "Score").Select(score =>
            {
                float[] probabilities = [.. score.DenseValues()];
                int likeliest = Array.IndexOf(probabilities, probabilities.Max());
                double rest = probabilities.Where((_, other) => other != likeliest).Sum(value => (double)value);
                return Math.Log(probabilities[likeliest] / rest) - transformer.Baseline[likeliest];
            })];
        }
        return (sums.Zip(scores, (sum, score) => Math.Abs(sum - score)).Average(), scores.Average(Math.Abs));
    }
}
