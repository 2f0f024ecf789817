using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.Torch;

namespace Syre.MLNet.Tests.Tabular;

[TestClass]
public sealed class TrainingBehaviourTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    [TestMethod]
    public void The_same_seed_gives_the_same_scores_bit_for_bit_and_another_seed_others()
    {
        IDataView data = TestData.Binary(s_ml);
        float[] first = Scores(mlSeed: 5), second = Scores(mlSeed: 5), other = Scores(mlSeed: 6), ofOption = Scores(mlSeed: 6, seed: 7);
        CollectionAssert.AreEqual(first, second);
        CollectionAssert.AreNotEqual(first, other);
        CollectionAssert.AreEqual(ofOption, Scores(mlSeed: 99, seed: 7));

        float[] Scores(int mlSeed, long? seed = null)
        {
            using SyreNetworkTransformer model = Small.FitBinary(Small.Options with { Seed = seed }, mlSeed);
            return Small.Scores(model, data);
        }
    }

    [TestMethod]
    public void Progress_is_told_of_every_epoch_and_the_summary_agrees()
    {
        List<TrainingProgress> told = [];
        using SyreNetworkTransformer model = Small.FitBinary(Small.Options with { Progress = told.Add });
        CollectionAssert.AreEqual(Enumerable.Range(1, 6).ToArray(), told.Select(p => p.Epoch).ToArray());
        TrainingSummary summary = model.Summary;
        Assert.AreEqual(
            (StopReason.Completed, 6, 192, 48), (summary.StopReason, summary.Epochs, summary.TrainingRows, summary.ValidationRows));
        Assert.AreEqual(6L * (192 / 32), summary.Steps);
        TrainingProgress best = told.Last(p => p.IsBest);
        Assert.AreEqual(
            (best.Epoch, best.ValidationError, best.ValidationLoss), (summary.BestEpoch, summary.ValidationError, summary.ValidationLoss));
        Assert.AreEqual(told.Min(p => p.ValidationError), best.ValidationError);
        Assert.IsTrue(told.All(p => p.TrainingLoss > 0 && p.Elapsed > TimeSpan.Zero));
    }

    [TestMethod]
    public void The_kept_network_is_the_best_epochs()
    {
        IDataView rows = TestData.Binary(s_ml), held = TestData.Binary(s_ml, rows: 300, seed: 2);
        int shown = 0;
        for (int seed = 1; seed <= 5; seed++)
        {
            // A learning rate that is far too high makes later epochs worse than early ones.
            List<TrainingProgress> told = [];
            using SyreNetworkTransformer model = s_ml.BinaryClassification.Trainers
                .SyreNetwork(Small.Options with
                {
                    Metric = TrainingMetric.Accuracy,
                    LearningRate = 4,
                    LearningRateSchedule = LearningRateSchedule.Constant,
                    Epochs = 12,
                    Seed = seed,
                    Progress = told.Add,
                })
                .Fit(rows, held);
            double error = 1 - s_ml.BinaryClassification.Evaluate(model.Transform(held)).Accuracy;
            Assert.AreEqual(told.Min(p => p.ValidationError), error, 1e-6, $"seed {seed}");
            shown += told[^1].ValidationError > error ? 1 : 0;
        }
        Assert.IsGreaterThanOrEqualTo(2, shown, "Where the last epoch is the best one, the test shows nothing.");
    }

    [TestMethod]
    public void Training_stops_when_patience_is_over()
    {
        using SyreNetworkTransformer model = Small.FitBinary(Small.Options with
        {
            Epochs = 500,
            EarlyStoppingPatience = 3,
            LearningRate = 0.5,
            LearningRateSchedule = LearningRateSchedule.Constant,
        });
        Assert.AreEqual(StopReason.EarlyStopped, model.Summary.StopReason);
        Assert.IsTrue(model.Summary.Epochs < 500 && model.Summary.BestEpoch <= model.Summary.Epochs);
    }

    [TestMethod]
    public void Cancelling_keeps_the_best_epoch_so_far_and_does_not_throw()
    {
        using var source = new CancellationTokenSource();
        using SyreNetworkTransformer model = Small.FitBinary(Small.Options with
        {
            Epochs = 10_000,
            CancellationToken = source.Token,
            Progress = p =>
            {
                if (p.Epoch == 3)
                    source.Cancel();
            },
        });
        Assert.AreEqual((StopReason.Cancelled, 3), (model.Summary.StopReason, model.Summary.Epochs));
        Assert.AreEqual(240, Small.Scores(model, TestData.Binary(s_ml)).Count(float.IsFinite));
    }

    [TestMethod]
    public void A_loss_that_is_no_number_from_the_start_is_an_error_with_the_remedy()
    {
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => Small.FitBinary(Small.Options with
        {
            LearningRate = 1e30,
            LearningRateSchedule = LearningRateSchedule.Constant,
        }));
        StringAssert.Contains(e.Message, "LearningRate");
    }

    [TestMethod]
    public void A_loss_that_becomes_no_number_ends_training_and_keeps_the_last_good_epoch()
    {
        // A cosine wave through 1e30: the first epochs of a long training have a small rate.
        using SyreNetworkTransformer model = Small.FitBinary(Small.Options with { LearningRate = 3e5, Epochs = 5000, BatchSize = 1000 });
        Assert.AreEqual(StopReason.Diverged, model.Summary.StopReason);
        Assert.IsTrue(Small.Scores(model, TestData.Binary(s_ml)).All(float.IsFinite));
    }

    [TestMethod]
    public void Fewer_rows_than_a_batch_make_one_batch()
    {
        using SyreNetworkTransformer model = Small.FitBinary(Small.Options with { BatchSize = 4096 }, rows: 10);
        Assert.AreEqual((8, 2, 6L), (model.Summary.TrainingRows, model.Summary.ValidationRows, model.Summary.Steps));
    }

    [TestMethod]
    public void One_row_and_one_class_are_accepted_with_a_warning()
    {
        var ml = new MLContext(seed: 1);
        List<string> log = [];
        ml.Log += (_, e) => log.Add(e.Message);
        using SyreNetworkTransformer model = ml.BinaryClassification.Trainers.SyreNetwork(Small.Options).Fit(TestData.Binary(ml, rows: 1));
        Assert.AreEqual(1, model.Summary.TrainingRows);
        Assert.IsTrue(log.Any(line => line.Contains("same label")), string.Join('\n', log));
    }

    [TestMethod]
    public void Rows_that_miss_a_feature_are_skipped_counted_and_logged_where_that_is_asked_for()
    {
        var ml = new MLContext(seed: 1);
        List<string> log = [];
        ml.Log += (_, e) => log.Add(e.Message);
        var examples = TestData.Examples(40, 1, sparse: false, TestData.BinaryLabel);
        examples[3].Features = new VBuffer<float>(4, [1, float.NaN, 0, 0]);
        SyreNetworkOptions options = Small.Options with { MissingValues = MissingValues.Skip };
        using SyreNetworkTransformer model = ml.BinaryClassification.Trainers.SyreNetwork(options).Fit(TestData.View(ml, examples));
        Assert.AreEqual((1, 39), (model.Summary.SkippedRows, model.Summary.TrainingRows + model.Summary.ValidationRows));
        Assert.IsTrue(log.Any(line => line.Contains("1 rows of the training data with a missing feature")), string.Join('\n', log));
    }

    [TestMethod]
    public void A_row_of_weight_zero_changes_nothing_and_a_heavy_one_decides()
    {
        // Two opposite labels for the same features: the weights alone say which is right.
        SyreNetworkOptions options = Small.Options with
        {
            ExampleWeightColumnName = "Weight",
            ValidationFraction = 0,
            LabelSmoothing = 0,
            Epochs = 30,
        };
        Assert.IsTrue(ScoreWithWeights(1, 0) > 0);
        Assert.IsTrue(ScoreWithWeights(0, 1) < 0);
        Assert.IsTrue(ScoreWithWeights(3, 1) > 0);

        float ScoreWithWeights(float ofTrue, float ofFalse)
        {
            var examples = TestData.Examples(64, 1, sparse: false, _ => true);
            for (int i = 0; i < examples.Count; i++)
            {
                examples[i].Features = new VBuffer<float>(4, [1, 2, 3, i / 2]);
                (examples[i].Label, examples[i].Weight) = i % 2 == 0 ? (true, ofTrue) : (false, ofFalse);
            }
            using SyreNetworkTransformer model = s_ml.BinaryClassification.Trainers.SyreNetwork(options).Fit(TestData.View(s_ml, examples));
            return Small.Scores(model, TestData.View(s_ml, examples)).Average();
        }
    }

    [TestMethod]
    public void A_validation_set_in_the_options_is_the_one_used()
    {
        using SyreNetworkTransformer model = Small.FitBinary(
            Small.Options with { ValidationSet = TestData.Binary(s_ml, rows: 77, seed: 9) });
        Assert.AreEqual((240, 77), (model.Summary.TrainingRows, model.Summary.ValidationRows));
    }

    [TestMethod]
    public void Every_arm_of_the_comparison_is_one_option_and_they_differ()
    {
        IDataView data = TestData.Binary(s_ml);
        var scores = Enum.GetValues<DecayMode>().ToDictionary(mode => mode, mode =>
        {
            using SyreNetworkTransformer model = Small.FitBinary(Small.Options with
            {
                Seed = 1,
                Syre = new SyreOptions { Mode = mode, WeightDecay = 0.5, Sigma0 = 0.5 },
            });
            return string.Join(' ', Small.Scores(model, data));
        });
        Assert.AreEqual(scores.Count, scores.Values.Distinct().Count(), "Two arms gave the same network.");
    }

    [TestMethod]
    [DataRow(Activation.Relu)]
    [DataRow(Activation.Selu)]
    [DataRow(Activation.Mish)]
    [DataRow(Activation.Gelu)]
    [DataRow(Activation.Silu)]
    [DataRow(Activation.Tanh)]
    public void Every_activation_learns_a_curve_that_a_line_cannot(Activation activation)
    {
        var examples = TestData.Examples(400, 3, sparse: false, signal => Math.Abs(signal) < 1.5f);
        using SyreNetworkTransformer model = s_ml.BinaryClassification.Trainers
            .SyreNetwork(Small.Options with { Activation = activation, Epochs = 40, Seed = 1 })
            .Fit(TestData.View(s_ml, examples));
        Assert.IsTrue(s_ml.BinaryClassification.Evaluate(model.Transform(TestData.View(s_ml, examples))).Accuracy > 0.85);
    }

    [TestMethod]
    public void Without_hidden_layers_the_network_is_a_linear_model()
    {
        using SyreNetworkTransformer model = Small.FitBinary(Small.Options with { HiddenLayers = [], Epochs = 40 });
        Assert.IsTrue(s_ml.BinaryClassification.Evaluate(model.Transform(TestData.Binary(s_ml))).Accuracy > 0.9);
    }

    [TestMethod]
    public void Regression_predictions_stay_within_the_training_labels()
    {
        IDataView data = TestData.Regression(s_ml);
        using SyreNetworkTransformer model = s_ml.Regression.Trainers.SyreNetwork(Small.Options).Fit(data);
        float[] labels = Small.Column<float>(data, "Label");
        var far = TestData.Examples(50, 4, sparse: false, TestData.RegressionLabel);
        foreach (var example in far)
            example.Features = new VBuffer<float>(4, example.Features.DenseValues().Select(value => value * 1000).ToArray());
        float[] scores = Small.Scores(model, TestData.View(s_ml, far));
        Assert.IsTrue(scores.All(score => score >= labels.Min() - 1e-3f && score <= labels.Max() + 1e-3f));
    }
}
