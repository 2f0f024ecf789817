using System.Globalization;
using Microsoft.ML;
using Syre.MLNet.Tests.Members;
using Syre.MLNet.Tests.Tabular;

namespace Syre.MLNet.Tests.Intervals;

/// <summary>Where no interval can be promised, Fit says so before it trains, and what is wrong with options is said at once.</summary>
[TestClass]
public sealed class IntervalRefusalTests
{
    private static readonly SyreNetworkOptions s_options = Small.Options with { Interval = 0.9, Seed = 1, Epochs = 2 };

    private static readonly MLContext s_ml = new(1);

    [TestMethod]
    public void Too_few_rows_are_refused_with_how_many_are_needed()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            var e = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(s_options, rows: 40));
            Assert.AreEqual(
                "Interval of 0.9 needs at least 9 rows that are not trained on, and 8 are held back, which by their weights count as " +
                "8.0. Give more rows, a larger ValidationFraction, a ValidationSet, or a smaller Interval.", e.Message);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
        Fit(s_options, rows: 45).Dispose();
        Fit(s_options with { Members = 3 }, rows: 40).Dispose();
    }

    [TestMethod]
    public void No_rows_held_back_are_refused_and_a_validation_set_is_enough()
    {
        SyreNetworkOptions none = s_options with { ValidationFraction = 0 };
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(none, 100));
        StringAssert.Contains(e.Message, "needs at least 9 rows that are not trained on, and none is held back.");
        using SyreNetworkTransformer model =
            s_ml.Regression.Trainers.SyreNetwork(none).Fit(TestData.Regression(s_ml), TestData.Regression(s_ml, 30, seed: 2));
        Assert.AreEqual(30, model.Summary.Interval!.Rows);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(
                () => Fit(s_options with { SamplingKeyColumnName = "Weight", Interval = 0.9 }, rows: 100, sameWeights: true)).Message,
            "none is held back");
    }

    [TestMethod]
    public void Weights_that_differ_take_more_rows()
    {
        Fit(s_options with { Interval = 0.92 }, rows: 60).Dispose();
        var e = Assert.ThrowsExactly<InvalidOperationException>(
            () => Fit(s_options with { Interval = 0.92, ExampleWeightColumnName = "Weight" }, rows: 60));
        StringAssert.Contains(e.Message, "12 are held back, which by their weights count as ");
    }

    [TestMethod]
    public void Several_numbers_are_refused()
    {
        var task = MemberTask.Named("vector regression");
        foreach (Action act in new Action[]
        {
            () => task.Trainer(s_options).Fit(task.Data),
            () => task.Trainer(s_options).GetOutputSchema(Stock.MLNetInternals.ShapeOf(task.Data.Schema)),
        })
        {
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentOutOfRangeException>(act).Message,
                "Interval is for one number or for classes, and label 'Label' is several numbers.");
        }
    }

    [TestMethod]
    public void Averaging_with_another_trainer_is_refused()
    {
        var e = Assert.ThrowsExactly<ArgumentException>(
            () => s_ml.Regression.Trainers.SyreNetwork(s_options).AveragedWith(s_ml.Regression.Trainers.Sdca()));
        StringAssert.Contains(e.Message, "Interval is of the network's own predictions, not of averaged ones");
    }

    [TestMethod]
    public void Options_say_what_is_wrong()
    {
        foreach (double wrong in new[] { 0, 1, -1, 2, double.NaN })
            StringAssert.Contains(Message(s_options with { Interval = wrong }), "Interval is");
        StringAssert.Contains(Message(s_options with { LowerColumnName = "" }), "LowerColumnName is empty");
        StringAssert.Contains(Message(s_options with { LowerColumnName = "Score" }), "LowerColumnName is 'Score', which is another");
        StringAssert.Contains(Message(s_options with { UpperColumnName = "Collapse" }), "UpperColumnName is 'Collapse'");
        StringAssert.Contains(Message(s_options with { UpperColumnName = "Label" }), "UpperColumnName is 'Label'");
        StringAssert.Contains(Message(s_options with { UpperColumnName = "Lower" }), "are both 'Lower'");
        s_ml.Regression.Trainers.SyreNetwork(s_options with { PredictedSetColumnName = "Score" });
        s_ml.Regression.Trainers.SyreNetwork(s_options with { Interval = null, LowerColumnName = "Score", LabelColumnName = "Upper" });
        var sets = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => s_ml.BinaryClassification.Trainers.SyreNetwork(s_options with { PredictedSetColumnName = "Probability" }));
        StringAssert.Contains(sets.Message, "PredictedSetColumnName is 'Probability'");

        static string Message(SyreNetworkOptions options) =>
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => s_ml.Regression.Trainers.SyreNetwork(options)).Message;
    }

    private static SyreNetworkTransformer Fit(SyreNetworkOptions options, int rows, bool sameWeights = false)
    {
        List<Example<float>> examples = TestData.Examples(rows, 1, sparse: false, TestData.RegressionLabel);
        if (sameWeights)
            examples.ForEach(example => example.Weight = 1);
        return s_ml.Regression.Trainers.SyreNetwork(options).Fit(TestData.View(s_ml, examples));
    }
}
