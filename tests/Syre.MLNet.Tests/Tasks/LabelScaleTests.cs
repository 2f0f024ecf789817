using CsCheck;
using Microsoft.ML;
using Syre.MLNet.Objectives;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Tabular;

namespace Syre.MLNet.Tests.Tasks;

/// <summary>Labels of any size.</summary>
[TestClass]
public sealed class LabelScaleTests
{
    private static readonly Gen<float[]> s_labels =
        Gen.Float[-1, 1].Select(Gen.Int[-149, 128], (digits, exponent) => digits * Math.Pow(2, exponent))
            .Select(label => (float)Math.Clamp(label, float.MinValue, float.MaxValue))
            .Array[1, 30];

    [TestMethod]
    public void Targets_and_scores_of_any_labels_are_numbers_within_the_labels() => s_labels.Sample(labels =>
    {
        LabelScale scale = LabelScale.Of(labels);
        double range = Math.Max(labels.Max() - (double)labels.Min(), 1e-6 * labels.Max(Math.Abs));
        foreach (float label in labels)
        {
            float target = scale.ToOutput(label);
            Assert.IsTrue(float.IsFinite(target * target), $"{label} of {scale}");
            // As the scorers of memory and file compute it.
            float score = (float)Math.Clamp(target, scale.Lowest, scale.Highest) * (float)scale.Deviation + (float)scale.Mean;
            Assert.IsTrue(float.IsFinite(score), $"{label} of {scale} is scored {score}");
            Assert.AreEqual(label, score, 1e-5 * range + 4 * float.Epsilon, $"{label} of {scale}");
        }
    });

    [TestMethod]
    public void Labels_far_outside_of_the_scale_have_targets_that_can_be_squared()
    {
        LabelScale scale = LabelScale.Of([0, 1e-30f]);
        Assert.IsTrue(float.IsFinite(scale.ToOutput(float.MaxValue) * scale.ToOutput(float.MaxValue)));
    }

    [TestMethod]
    [DataRow(1.5e38f, DisplayName = "up to 3e38")]
    [DataRow(1e-39f, DisplayName = "denormal")]
    [DataRow(1e-20f, DisplayName = "whose squares are no floats")]
    public void Extreme_labels_are_learnt(float unit)
    {
        var ml = new MLContext(1);
        IDataView data = Labelled(ml, signal => unit * MathF.Tanh(signal));
        using SyreNetworkTransformer model = ml.Regression.Trainers.SyreNetwork(Small.Options with { Epochs = 40, Seed = 1 }).Fit(data);
        AssertLearnt(ml, model, data);
    }

    [TestMethod]
    public void Labels_at_both_ends_of_a_float_are_learnt()
    {
        var ml = new MLContext(1);
        IDataView data = Labelled(ml, signal => signal > 1.5f ? float.MinValue : float.MaxValue);
        using SyreNetworkTransformer model = ml.Regression.Trainers.SyreNetwork(Small.Options with { Epochs = 40, Seed = 1 }).Fit(data);
        AssertLearnt(ml, model, data);
    }

    private static void AssertLearnt(MLContext ml, SyreNetworkTransformer model, IDataView data)
    {
        using var file = new MemoryStream();
        ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        double[] labels = [.. Small.Column<float>(data, "Label").Select(label => (double)label)];
        float[] inMemory = Small.Scores(model, data), fromFile = Small.Scores(ml.Model.LoadSurely(file, out _), data);
        double largest = labels.Max(Math.Abs), missed = 0, spread = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            Assert.IsTrue(float.IsFinite(inMemory[row]));
            Assert.AreEqual(inMemory[row], fromFile[row], 1e-5 * largest);
            missed += Math.Pow((inMemory[row] - labels[row]) / largest, 2);
            spread += Math.Pow((labels[row] - labels.Average()) / largest, 2);
        }
        Assert.IsTrue(missed < 0.3 * spread, $"{missed} of {spread}");
        Assert.IsTrue(double.IsFinite(model.Summary.ValidationError!.Value));
    }

    private static IDataView Labelled(MLContext ml, Func<float, float> label) =>
        TestData.View(ml, TestData.Examples(240, 1, sparse: false, label));
}
