using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Syre.MLNet.Tests.Members;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.Text;
using Syre.MLNet.Tests.WarmStart;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Compacting;

/// <summary>Compaction in pipelines, and what is refused.</summary>
[TestClass]
public sealed class CompactionUseTests
{
    private static readonly SyreNetworkOptions s_options = Small.Options with { Seed = 4, Epochs = 2 };

    [TestMethod]
    public void A_pipeline_gets_a_smaller_network_among_its_other_parts()
    {
        var ml = new MLContext(1);
        IDataView rows = TestData.Multiclass(ml);
        TransformerChain<KeyToValueMappingTransformer> model = ml.Transforms.NormalizeMinMax("Features")
            .Append(ml.Transforms.CopyColumns("More", "Features")
                .Append(ml.MulticlassClassification.Trainers.SyreNetwork(s_options)))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(rows);
        SyreNetworkTransformer network = ((TransformerChain<SyreNetworkTransformer>)model.ElementAt(1)).LastTransformer;
        HandMade.Collapse(network.Model);
        foreach (IDataView? given in new[] { null, rows })
        {
            (TransformerChain<KeyToValueMappingTransformer> smaller, CompactionReport report) = model.Compact(given);
            Assert.IsTrue(report.IsSmaller);
            Assert.AreSame(model.LastTransformer, smaller.LastTransformer);
            float[] before = Small.VectorScores(model, rows), after = Small.VectorScores(smaller, rows);
            for (int i = 0; i < before.Length; i++)
                Assert.AreEqual(before[i], after[i], 1e-5);
            using var file = new TemporaryModel();
            file.Save(smaller, rows.Schema);
            Assert.IsTrue(SyreModelFile.Open(file.Path).CreateModel().ScoringNetwork.Spec.IsCompacted);
            smaller.Dispose();
        }
        Assert.ThrowsExactly<ArgumentException>(() => new TransformerChain<ITransformer>(model, network).Compact());
        model.Dispose();
    }

    [TestMethod]
    public void What_has_no_built_in_network_is_refused()
    {
        var ml = new MLContext(1);
        IDataView rows = TestData.Binary(ml);
        var e = Assert.ThrowsExactly<ArgumentException>(() => new TransformerChain<ITransformer>(
            ml.Transforms.CopyColumns("More", "Features").Fit(rows)).Compact());
        StringAssert.Contains(e.Message, "holds no SyreNetworkTransformer");
        IDataView texts = TextData.Binary(ml);
        using var text = new TransformerChain<ITransformer>(
            ml.BinaryClassification.Trainers.SyreTextClassification(SmallText.Options).Fit(texts));
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => text.Compact()).Message, "texts");
        using SyreNetworkTransformer own = ml.BinaryClassification.Trainers.SyreNetwork(s_options with
        {
            HiddenLayers = new SyreNetworkOptions().HiddenLayers,
            Network = shape => nn.Linear(shape.InputSize, shape.OutputSize),
        }).Fit(rows);
        StringAssert.Contains(Assert.ThrowsExactly<NotSupportedException>(() => own.Compact()).Message, "SequentialCompaction");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => own.Compact(tolerance: -1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => own.Compact(tolerance: double.PositiveInfinity));
    }

    [TestMethod]
    public void Rows_that_cannot_be_measured_on_are_refused()
    {
        var task = MemberTask.Named("binary");
        using SyreNetworkTransformer model = task.Trainer(s_options).Fit(task.Data);
        var e = Assert.ThrowsExactly<ArgumentException>(() => model.Compact(TestData.View<bool>(task.ML, [])));
        StringAssert.Contains(e.Message, "no rows");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Compact(task.ML.Transforms.DropColumns("Features")
            .Fit(task.Data).Transform(task.Data)));
        List<Example<bool>> infinite = TestData.Examples(5, 1, sparse: false, TestData.BinaryLabel);
        foreach (Example<bool> row in infinite)
            row.Features = new VBuffer<float>(4, [float.PositiveInfinity, 1, 1, 1]);
        e = Assert.ThrowsExactly<ArgumentException>(() => model.Compact(TestData.View(task.ML, infinite)));
        StringAssert.Contains(e.Message, "finite");
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.ThrowsExactly<OperationCanceledException>(() => model.Compact(cancellationToken: stop.Token));
        Assert.ThrowsExactly<OperationCanceledException>(() => model.Compact(task.Data, 1, stop.Token));
        Assert.IsTrue(task.Scores(model).All(float.IsFinite));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void A_compacted_network_is_not_trained_on(bool fromFile)
    {
        var task = MemberTask.Named("binary");
        using SyreNetworkTransformer model = task.Trainer(s_options).Fit(task.Data);
        HandMade.Collapse(model.Model);
        using SyreNetworkTransformer smaller = model.Compact().Model;
        using var file = new TemporaryModel();
        InitialModel initial = fromFile ? file.Save(smaller, task.Data.Schema) : InitialModel.From(smaller);
        var e = Assert.ThrowsExactly<ArgumentException>(() => task.Trainer(s_options with { InitialModel = initial }).Fit(task.Data));
        StringAssert.Contains(e.Message, "was compacted");
    }

    [TestMethod]
    public void Each_model_lives_without_the_other()
    {
        var task = MemberTask.Named("regression");
        SyreNetworkTransformer model = task.Trainer(s_options with { Members = 2 }).Fit(task.Data);
        HandMade.Collapse(model.Model);
        float[] expected = task.Scores(model);
        SyreNetworkTransformer smaller = model.Compact().Model;
        SyreNetworkTransformer again = smaller.Compact().Model;
        smaller.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => smaller.Compact());
        CollectionAssert.AreEqual(expected, task.Scores(model));
        model.Dispose();
        float[] found = task.Scores(again);
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], found[i], 1e-5);
        again.Dispose();
    }

    [TestMethod]
    [DataRow("de-DE")]
    [DataRow("tr-TR")]
    public void The_report_reads_the_same_in_all_cultures(string culture)
    {
        var report = new CompactionReport
        {
            Layers = [new("hidden1", 128, 100, 20, 7, 1), new("hidden2", 64, 64, 0, 0, 0)],
            Tolerance = 0, Bound = 0.00025, ParametersBefore = 20_000, ParametersAfter = 15_000, BytesBefore = 100_000,
            BytesAfter = 80_000, MicrosecondsBefore = 12.5, MicrosecondsAfter = 10.26,
        };
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.AreEqual(
                """
                hidden1: 128 units, 100 left (20 constant, 7 copies, 1 unread gone)
                hidden2: 64 units
                No output changes by more than 2.5e-4 on all rows, proved.
                20,000 numbers, now 15,000; 100,000 bytes, now 80,000; 12.5 µs a row, now 10.3.
                """.ReplaceLineEndings("\n"), $"{report}");
            StringAssert.Contains($"{report with { Rows = 1 }}", "on 1 row given, measured.");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
