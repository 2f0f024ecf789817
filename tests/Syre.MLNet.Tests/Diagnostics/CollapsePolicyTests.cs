using Microsoft.ML;
using Syre.MLNet.Tests.Tabular;
using Syre.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Diagnostics;

/// <summary>What a trainer does about a network that has collapsed, and what its report and file tell.</summary>
[TestClass]
public sealed class CollapsePolicyTests
{
    private readonly string _path = Path.GetTempFileName();

    [TestCleanup]
    public void Delete() => File.Delete(_path);

    [TestMethod]
    public void Throw_gives_the_report_in_place_of_a_collapsed_model()
    {
        var e = Assert.ThrowsExactly<CollapseException>(() => FitDead(CollapsePolicy.Throw, out _));
        Assert.AreEqual(CollapseVerdict.Collapsed, e.Report.Verdict);
        Assert.AreEqual(1.0, e.Report.Layers[0].Measured.Units.DeadShare);
        StringAssert.Contains(e.Message, e.Report.Findings[0].Sentence);
    }

    [TestMethod]
    public void Warn_writes_each_finding_to_the_log_and_gives_the_model()
    {
        using SyreNetworkTransformer model = FitDead(CollapsePolicy.Warn, out List<string> warnings);
        CollapseFinding[] grave = [.. model.Report.Findings.Where(finding => finding.Verdict == CollapseVerdict.Collapsed)];
        Assert.IsNotEmpty(grave);
        foreach (CollapseFinding finding in grave)
            Assert.IsTrue(warnings.Any(warning => warning.Contains(finding.Sentence, StringComparison.Ordinal)), finding.Sentence);
    }

    [TestMethod]
    public void Ignore_says_nothing()
    {
        using SyreNetworkTransformer model = FitDead(CollapsePolicy.Ignore, out List<string> warnings);
        Assert.AreEqual(CollapseVerdict.Collapsed, model.Report.Verdict);
        Assert.IsEmpty(warnings);
    }

    [TestMethod]
    public void A_network_that_learns_does_not_throw()
    {
        using SyreNetworkTransformer model = Small.FitBinary(
            Small.Options with { Epochs = 40, Collapse = new() { Policy = CollapsePolicy.Throw } });
        Assert.AreNotEqual(CollapseVerdict.Collapsed, model.Report.Verdict);
    }

    [TestMethod]
    public void A_reference_error_that_is_much_better_is_a_second_sign()
    {
        SyreNetworkOptions options = Small.Options with { Epochs = 1, LearningRate = 1e-6, Collapse = new() { ReferenceError = 0 } };
        using SyreNetworkTransformer model = Small.FitBinary(options);
        Assert.AreEqual(0.0, model.Report.Evidence.ReferenceError);
        Assert.AreEqual(model.Summary.ValidationError, model.Report.Evidence.ValidationError);
        Assert.IsNotEmpty(model.Report.Findings);
    }

    [TestMethod]
    public void History_is_kept_when_asked_for()
    {
        using SyreNetworkTransformer with = Small.FitBinary(Small.Options with { Collapse = new() { HistoryEvery = 2 } });
        using SyreNetworkTransformer without = Small.FitBinary(Small.Options);
        CollectionAssert.AreEqual(new[] { 0, 2, 4, 6 }, with.Report.History.Select(epoch => epoch.Epoch).ToArray());
        Assert.IsTrue(with.Report.History.All(epoch => epoch.Layers.Count == 2 && epoch.Layers.All(layer => layer.EffectiveRank > 1)));
        Assert.IsEmpty(without.Report.History);
    }

    [TestMethod]
    public void Measuring_does_not_change_the_network()
    {
        float[] often = Scores(new() { HistoryEvery = 1 }), never = Scores(new() { ColumnName = null, Policy = CollapsePolicy.Ignore });
        CollectionAssert.AreEqual(never, often);

        static float[] Scores(CollapseOptions collapse)
        {
            using SyreNetworkTransformer model = Small.FitBinary(Small.Options with { Seed = 3, Collapse = collapse });
            return Small.Scores(model, TestData.Binary(new MLContext(1)));
        }
    }

    [TestMethod]
    public void A_further_training_is_compared_with_a_random_network_not_with_where_it_started()
    {
        var ml = new MLContext(1);
        IDataView data = TestData.Binary(ml);
        using SyreNetworkTransformer first = Small.FitBinary(Small.Options with { Seed = 5, Epochs = 40 });
        using SyreNetworkTransformer further = ml.BinaryClassification.Trainers.SyreNetwork(Small.Options with { Seed = 5, Epochs = 1 })
            .Fit(data, null, first.Model);
        Assert.AreEqual(
            first.Report.Layers[0].Baseline!.Centred.EffectiveRank, further.Report.Layers[0].Baseline!.Centred.EffectiveRank, 1e-6);
    }

    [TestMethod]
    public void The_report_names_ignored_features_and_comes_back_from_the_file()
    {
        var ml = new MLContext(1);
        IDataView data = TestData.Binary(ml);
        using SyreNetworkTransformer model = ml.BinaryClassification.Trainers.SyreNetwork(Small.Options with
        {
            Network = c =>
            {
                Linear first = nn.Linear(c.InputSize, 8);
                using (no_grad())
                    first.weight![TensorIndex.Colon, 1].zero_();
                return nn.Sequential(first, nn.Tanh(), nn.Linear(8, c.OutputSize));
            },
            LearningRate = 1e-9,
        }).Fit(data);
        Assert.AreEqual("Second", model.Report.IgnoredFeatures.Single().Name);
        ml.Model.Save(model, data.Schema, _path);
        Assert.AreEqual(model.Report.ToJson(), SyreModelFile.ReadReport(_path).ToJson());
        Assert.AreEqual(model.Report.ToJson(), SyreModelFile.Open(_path).Report.ToJson());
    }

    [TestMethod]
    public void A_file_without_a_report_is_named()
    {
        var ml = new MLContext(1);
        IDataView data = TestData.Binary(ml);
        ml.Model.Save(ml.Transforms.NormalizeMinMax("Features").Fit(data), data.Schema, _path);
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => SyreModelFile.ReadReport(_path)).Message, _path);
        Assert.IsEmpty(SyreModelFile.ReadReports(_path));
    }

    [TestMethod]
    public void Names_that_clash_and_numbers_out_of_range_are_all_refused_at_once()
    {
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new MLContext().BinaryClassification.Trainers.SyreNetwork(Small.Options with
            {
                Collapse = new() { ColumnName = "Score", RepresentationColumnName = "", Rows = 1, HistoryEvery = 0, ReferenceError = -1 },
            }));
        foreach (string option in new[] { "ColumnName", "RepresentationColumnName", "Rows", "HistoryEvery", "ReferenceError" })
            StringAssert.Contains(e.Message, $"Collapse.{option}");
    }

    /// <summary>Trains a network whose hidden units are all dead, and stay so: no gradient reaches them.</summary>
    private static SyreNetworkTransformer FitDead(CollapsePolicy policy, out List<string> warnings)
    {
        MLContext ml = new MLContext(1).WarningsTo(warnings = []);
        return ml.BinaryClassification.Trainers.SyreNetwork(Small.Options with
        {
            HiddenLayers = new SyreNetworkOptions().HiddenLayers,
            Network = c =>
            {
                Linear first = nn.Linear(c.InputSize, 8);
                using (no_grad())
                    first.bias!.fill_(-100);
                return nn.Sequential(first, nn.ReLU(), nn.Linear(8, c.OutputSize));
            },
            Collapse = new() { Policy = policy },
        }).Fit(TestData.Binary(ml));
    }
}
