using Microsoft.ML;
using Microsoft.ML.Trainers;
using Syre.MLNet.Tests.Encoders;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.Text;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>Cancellation of every estimator of the library, at every stage.</summary>
[TestClass]
public sealed class CancellationTests
{
    private static IEnumerable<object[]> Estimators =>
    [
        ["SyreNetwork, binary", (Func<MLContext, IDataView>)(ml => TestData.Binary(ml, 40)),
            Network((ml, o) => ml.BinaryClassification.Trainers.SyreNetwork(o))],
        ["SyreNetwork, multiclass", (Func<MLContext, IDataView>)(ml => TestData.Multiclass(ml, 40)),
            Network((ml, o) => ml.MulticlassClassification.Trainers.SyreNetwork(o))],
        ["SyreNetwork, regression", (Func<MLContext, IDataView>)(ml => TestData.Regression(ml, 40)),
            Network((ml, o) => ml.Regression.Trainers.SyreNetwork(o))],
        ["SyreTextClassification, binary", (Func<MLContext, IDataView>)(ml => TextData.Binary(ml, 40)),
            Text((ml, o) => ml.BinaryClassification.Trainers.SyreTextClassification(o))],
        ["SyreTextClassification, multiclass", (Func<MLContext, IDataView>)(ml => TextData.Multiclass(ml, 40)),
            Text((ml, o) => ml.MulticlassClassification.Trainers.SyreTextClassification(o))],
        ["SyreEncoder", (Func<MLContext, IDataView>)(ml => TestData.Binary(ml, 40)),
            (Func<MLContext, CancellationToken, IEstimator<ITransformer>>)((ml, token) =>
                ml.Transforms.SyreEncoder(EncoderCases.Options with { Epochs = 2, CancellationToken = token }))],
    ];

    [TestMethod]
    public void What_the_stock_trainer_throws_is_the_standard()
    {
        var ml = new MLContext(seed: 1);
        var trainer = ml.BinaryClassification.Trainers.SdcaLogisticRegression(
            new SdcaLogisticRegressionBinaryTrainer.Options { NumberOfThreads = 1 });
        ml.CancelExecution();
        Assert.ThrowsExactly<OperationCanceledException>(() => trainer.Fit(TestData.Binary(new MLContext(), 40)));
    }

    [TestMethod]
    [DynamicData(nameof(Estimators))]
    public void The_context_stops_the_reading_of_rows(
        string name, Func<MLContext, IDataView> data, Func<MLContext, CancellationToken, IEstimator<ITransformer>> estimator) =>
        CancellationChecks.ContextCancelledWhileRowsAreRead(name, data, ml => estimator(ml, default), Ahead(name));

    [TestMethod]
    [DynamicData(nameof(Estimators))]
    public void The_token_stops_the_reading_of_rows(
        string name, Func<MLContext, IDataView> data, Func<MLContext, CancellationToken, IEstimator<ITransformer>> estimator) =>
        CancellationChecks.TokenCancelledWhileRowsAreRead(name, data, estimator, Ahead(name));

    [TestMethod]
    public void The_context_stops_the_reading_of_rows_of_CollapseDiagnostics() => CancellationChecks.ContextCancelledWhileRowsAreRead(
        "CollapseDiagnostics", ml => TestData.Binary(ml, 40), ml => ml.Transforms.CollapseDiagnostics("Output", "Features"), ahead: 0);

    [TestMethod]
    public void The_context_stops_the_reading_of_rows_of_FeaturizeTable() => CancellationChecks.ContextCancelledWhileRowsAreRead(
        "FeaturizeTable", ml => TestData.Binary(ml, 40), ml => ml.Transforms.FeaturizeTable(outputColumnName: "Output"), ahead: 0);

    [TestMethod]
    [DynamicData(nameof(Estimators))]
    public void A_token_cancelled_beforehand_keeps_nothing(
        string name, Func<MLContext, IDataView> data, Func<MLContext, CancellationToken, IEstimator<ITransformer>> estimator)
    {
        var ml = new MLContext(seed: 1);
        IEstimator<ITransformer> trainer = estimator(ml, new CancellationToken(canceled: true));
        CancellationChecks.MustBeCancelled(() => trainer.Fit(data(ml)), name);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void The_context_stops_the_training_between_epochs(int epoch)
    {
        foreach (bool text in new[] { false, true })
        {
            var ml = new MLContext(seed: 1);
            int told = 0;
            Action<TrainingProgress> cancel = progress =>
            {
                told = progress.Epoch;
                if (progress.Epoch == epoch)
                    ml.CancelExecution();
            };
            CancellationChecks.MustBeCancelled(
                () => text
                    ? ml.BinaryClassification.Trainers.SyreTextClassification(SmallText.Options with { Epochs = 50, Progress = cancel })
                        .Fit(TextData.Binary(ml))
                    : ml.BinaryClassification.Trainers.SyreNetwork(Small.Options with { Epochs = 50, Progress = cancel })
                        .Fit(TestData.Binary(ml)),
                $"text: {text}");
            Assert.AreEqual(epoch, told);
        }
    }

    /// <summary>
    /// A user's network counts its calls: those of the measuring before the first step, of the steps, of the
    /// validation, of the measuring after.
    /// </summary>
    [TestMethod]
    public void The_context_stops_the_fit_at_whatever_batch_it_is_cancelled()
    {
        int all = Calls(int.MaxValue, new MLContext(seed: 1), _ => { });
        for (int at = 1; at <= all; at++)
        {
            var ml = new MLContext(seed: 1);
            int calls = 0;
            int call = at;
            CancellationChecks.MustBeCancelled(() => Fit(ml, default, () =>
            {
                if (++calls == call)
                    ml.CancelExecution();
            }), $"call {at} of {all}");
            Assert.IsTrue(
                calls <= at + 1, $"The network was run {calls - at} times after the context was cancelled at call {at} of {all}.");
        }
    }

    [TestMethod]
    public void The_token_keeps_nothing_of_a_first_epoch_that_is_cut_short_and_the_epochs_before_of_a_later_one()
    {
        float[] afterTwo = Scores(stopAtStep: int.MaxValue, epochs: 2, out _);
        float[] stopped = Scores(stopAtStep: 2 * Steps + 2, epochs: 2, out _, moreEpochs: 3);
        CollectionAssert.AreEqual(afterTwo, stopped, "The network of the epoch that was cut short was kept.");

        for (int step = 1; step < Steps; step++)
        {
            using var source = new CancellationTokenSource();
            int calls = 0, at = step;
            CancellationChecks.MustBeCancelled(
                () => Fit(new MLContext(seed: 1), source.Token, () => Count(ref calls, at, source), training: true), $"step {step}");
        }
    }

    /// <summary>
    /// Texts go through transforms of ML.NET's that read ahead, here the whole pass; a table's rows are read as they are.
    /// </summary>
    private static int Ahead(string name) => name.Contains("Text", StringComparison.Ordinal) ? 39 : 0;

    private const int Rows = 64, Batch = 16, Steps = Rows / Batch;

    private static void Count(ref int calls, int at, CancellationTokenSource source)
    {
        if (++calls == at)
            source.Cancel();
    }

    private static float[] Scores(int stopAtStep, int epochs, out TrainingSummary summary, int moreEpochs = 0)
    {
        using var source = new CancellationTokenSource();
        int calls = 0;
        var ml = new MLContext(seed: 1);
        using SyreNetworkTransformer model = Fit(
            ml, source.Token, () => Count(ref calls, stopAtStep, source), training: true, epochs: epochs + moreEpochs);
        summary = model.Summary;
        Assert.AreEqual(epochs, summary.Epochs);
        return Small.Scores(model, TestData.Binary(ml, Rows));
    }

    private static int Calls(int at, MLContext ml, Action<int> called)
    {
        int calls = 0;
        Fit(ml, default, () => called(++calls)).Dispose();
        return calls;
    }

    private static SyreNetworkTransformer Fit(
        MLContext ml, CancellationToken token, Action called, bool training = false, int epochs = 2) =>
        ml.BinaryClassification.Trainers.SyreNetwork(Small.Options with
        {
            Network = context => new Called(torch.nn.Linear(context.InputSize, context.OutputSize), called, training),
            CancellationToken = token,
            Epochs = epochs,
            BatchSize = Batch,
            LearningRateSchedule = LearningRateSchedule.Constant,
            Syre = new SyreOptions { Mode = DecayMode.None },
            ValidationFraction = training ? 0 : 0.5,
        }).Fit(TestData.Binary(ml, Rows));

    private static Func<MLContext, CancellationToken, IEstimator<ITransformer>> Network(
        Func<MLContext, SyreNetworkOptions, IEstimator<ITransformer>> trainer) =>
        (ml, token) => trainer(ml, Small.Options with { Epochs = 2, CancellationToken = token });

    private static Func<MLContext, CancellationToken, IEstimator<ITransformer>> Text(
        Func<MLContext, SyreTextClassificationOptions, IEstimator<ITransformer>> trainer) =>
        (ml, token) => trainer(ml, SmallText.Options with { Epochs = 2, CancellationToken = token });

    /// <summary>A layer that tells when it is run.</summary>
    private sealed class Called : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        private readonly torch.nn.Module<torch.Tensor, torch.Tensor> _inner;
        private readonly Action _called;
        private readonly bool _training;

        public Called(torch.nn.Module<torch.Tensor, torch.Tensor> inner, Action called, bool training)
            : base(nameof(Called))
        {
            (_inner, _called, _training) = (inner, called, training);
            RegisterComponents();
        }

        public override torch.Tensor forward(torch.Tensor input)
        {
            if (training || !_training)
                _called();
            return _inner.forward(input);
        }
    }
}
