using Microsoft.ML;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Conformance;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Tabular;

/// <summary>Networks without scaling of features, and those with layers of the user's own.</summary>
[TestClass]
public sealed class UnscaledFeaturesTests
{
    private static readonly SyreNetworkOptions s_unscaled = Small.Options with { ScaleFeatures = false, Seed = 1 };

    [TestMethod]
    public void Features_of_any_size_train_and_saturate_without_scaling()
    {
        MagnitudeCase scaled = MagnitudeCase.Of(SyreNetworkCases.Binary());
        MagnitudeCase @case = scaled with
        {
            Estimator = ml => ml.BinaryClassification.Trainers.SyreNetwork(s_unscaled),
            // Scores of 4·10⁷ are what is left of sums of terms of 10¹⁵, of which a float tells apart steps of 6·10⁷.
            ReloadTolerance = 1e-2,
            // Beside a constant of 10^15 what differs from row to row is rounding, and so is its share outside of the subspace.
            Columns = scaled.Columns.Where(column => column != "Collapse").ToList(),
        };
        MagnitudeChecks.LargeNumbersSaturate(@case);
        MagnitudeChecks.ExtremeNumbersTrain(@case);
    }

    [TestMethod]
    public void A_network_of_the_users_own_without_scaling_trains_on_features_of_any_size()
    {
        MagnitudeCase scaled = MagnitudeCase.Of(SyreNetworkCases.Binary());
        SyreNetworkOptions own = s_unscaled with
        {
            Network = context => nn.Sequential(nn.Linear(context.InputSize, 8), nn.ReLU(), nn.Linear(8, context.OutputSize)),
            LearningRate = 1e-3,
        };
        MagnitudeCase @case = scaled with
        {
            Estimator = ml => ml.BinaryClassification.Trainers.SyreNetwork(own),
            ReloadTolerance = 1e-4,
            Columns = scaled.Columns.Where(column => column != "Collapse").ToList(),
        };
        MagnitudeChecks.LargeNumbersSaturate(@case);
        MagnitudeChecks.ExtremeNumbersTrain(@case);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void A_layer_of_the_users_own_that_makes_no_number_is_named_before_the_first_epoch(bool scaled)
    {
        var ml = new MLContext(1);
        SyreNetworkOptions options = Small.Options with
        {
            ScaleFeatures = scaled,
            Progress = NoEpoch,
            Network = context => nn.Sequential(("log", new Log()), ("last", nn.Linear(context.InputSize, context.OutputSize))),
        };
        var message = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(ml, options, TestData.Binary(ml))).Message;
        StringAssert.Contains(message, "gives NaN for row");
        StringAssert.Contains(message, "column 'Features', slot");
        StringAssert.Contains(message, scaled ? "scaled to (−3, 3)" : "ScaleFeatures = true");
    }

    [TestMethod]
    public void Logits_beyond_a_floats_range_are_certain_and_not_missing()
    {
        var ml = new MLContext(1);
        IDataView train = TestData.Binary(ml), classes = TestData.Multiclass(ml);
        using SyreNetworkTransformer binary = Fit(ml, s_unscaled, train);
        using SyreNetworkTransformer multiclass = ml.MulticlassClassification.Trainers.SyreNetwork(s_unscaled).Fit(classes);
        foreach (float size in new[] { 1e30f, 3e38f, float.MaxValue, float.MinValue })
        {
            IDataView rows = TestData.View(ml, TestData.Examples(20, 3, false, TestData.BinaryLabel).ConvertAll(example =>
            {
                example.Features = new(4, [size, 0, 0, 0]);
                return example;
            }));
            foreach (ITransformer model in new[] { binary, Reloaded(ml, binary, train) })
                Assert.IsTrue(Small.Column<float>(model.Transform(rows), "Probability").All(p => p is 0 or 1), $"{size}");
            foreach (ITransformer model in new[] { multiclass, Reloaded(ml, multiclass, classes) })
                Assert.IsTrue(Small.VectorScores(model, rows).All(float.IsFinite), $"{size}");
        }
    }

    private static ITransformer Reloaded(MLContext ml, ITransformer model, IDataView data)
    {
        using var file = new MemoryStream();
        ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        return ml.Model.LoadSurely(file, out _);
    }

    private static void NoEpoch(TrainingProgress progress) => Assert.Fail("an epoch was trained");

    private static SyreNetworkTransformer Fit(MLContext ml, SyreNetworkOptions options, IDataView data) =>
        ml.BinaryClassification.Trainers.SyreNetwork(options).Fit(data);

    private sealed class Log() : nn.Module<Tensor, Tensor>(nameof(Log))
    {
        public override Tensor forward(Tensor input) => input.log();
    }
}
