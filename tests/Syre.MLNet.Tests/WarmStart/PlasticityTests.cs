using Microsoft.ML;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.Text;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.WarmStart;

/// <summary>A saved network against fresh ones on new rows.</summary>
[TestClass]
public sealed class PlasticityTests
{
    private static readonly PlasticityOptions s_options = new() { Epochs = 6, Runs = 3 };

    private static readonly SyreNetworkOptions s_network = Small.Options with
    {
        Seed = 1,
        Epochs = 20,
        Activation = Activation.Relu,
        ParametricActivation = false,
        Syre = new() { Mode = DecayMode.Plain },
    };

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void A_network_goes_on_with_what_it_knows(int members)
    {
        using var file = new TemporaryModel();
        var ml = new MLContext(1);
        IDataView rows = TestData.Binary(ml);
        using SyreNetworkTransformer model = Small.FitBinary(s_network with { Members = members });
        file.Save(model, rows.Schema);
        byte[] before = File.ReadAllBytes(file.Path);
        PlasticityReport report = SyreModelFile.Open(file.Path).MeasurePlasticity(ml, rows, s_options);
        Assert.AreEqual(PlasticityVerdict.Kept, report.Verdict, report.ToString());
        Assert.IsLessThan(1, report.Slowness.Mean, report.ToString());
        Assert.IsTrue(report is { Rows: 192, HeldBackRows: 48, Measure: "log-loss", Runs.Count: 3, Layers.Count: 2 }, report.ToString());
        Assert.IsTrue(report.Runs.All(run => run.Carried.Count == 6 && run.Fresh.Count == 6));
        CollectionAssert.AreEqual(before, File.ReadAllBytes(file.Path));
        Assert.AreEqual(
            report.ToString(), SyreModelFile.Open(file.Path).MeasurePlasticity(new MLContext(7), rows, s_options).ToString());
    }

    [TestMethod]
    public void A_network_whose_units_are_dead_is_slower()
    {
        using var file = new TemporaryModel();
        var ml = new MLContext(1);
        IDataView rows = TestData.Binary(ml);
        using SyreNetworkTransformer model = Small.FitBinary(s_network);
        // No sum comes up to this: every ReLU of the second layer is dead, and gradients of all before it are 0.
        using (no_grad())
            model.Model.Network.named_parameters().Single(named => named.name == "stage2.linear.bias").parameter.fill_(-50);
        file.Save(model, rows.Schema);
        PlasticityReport worn = SyreModelFile.Open(file.Path).MeasurePlasticity(ml, rows, s_options);
        Assert.AreEqual(PlasticityVerdict.Lost, worn.Verdict, worn.ToString());
        Assert.IsGreaterThan(0.4, worn.Layers[1].DormantShare, worn.ToString());
        StringAssert.Contains(worn.Recommendation, "SyrePreset.Rescue");
    }

    [TestMethod]
    public void Numbers_are_measured_in_the_labels_unit_and_texts_by_their_classes()
    {
        using var file = new TemporaryModel();
        var ml = new MLContext(1);
        IDataView numbers = TestData.Regression(ml);
        using SyreNetworkTransformer model = ml.Regression.Trainers.SyreNetwork(s_network).Fit(numbers);
        file.Save(model, numbers.Schema);
        PlasticityReport report = SyreModelFile.Open(file.Path).MeasurePlasticity(ml, numbers, s_options);
        Assert.AreEqual("root mean squared error", report.Measure);
        Assert.IsLessThan(1, report.Slowness.Mean, report.ToString());

        IDataView texts = TextData.MulticlassTexts(ml, classes: 2);
        ITransformer pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.MulticlassClassification.Trainers.SyreTextClassification(SmallText.Options with { Epochs = 10 })).Fit(texts);
        file.Save(pipeline, texts.Schema);
        ((IDisposable)pipeline).Dispose();
        report = SyreModelFile.Open(file.Path).MeasurePlasticity(ml, TextData.MulticlassTexts(ml, classes: 3), s_options);
        Assert.AreEqual("log-loss", report.Measure);
        Assert.IsTrue(report.Runs.All(run => run.Carried.All(double.IsFinite)), report.ToString());
    }

    [TestMethod]
    public void A_training_that_diverges_on_the_way_is_not_judged_by_its_first_epochs()
    {
        using var file = new TemporaryModel();
        var ml = new MLContext(1);
        IDataView rows = TestData.Binary(ml);
        using SyreNetworkTransformer model = Small.FitBinary(s_network);
        file.Save(model, rows.Schema);
        // The one step of the first epoch has a rate of 0, and with it a finite loss.
        PlasticityReport report = SyreModelFile.Open(file.Path).MeasurePlasticity(
            ml, rows, s_options with { Configure = options => options with { BatchSize = 1000, LearningRate = 1e30 } });
        Assert.IsTrue(report.Runs.All(run => run.Carried.Count == 6 && double.IsFinite(run.Carried[0])), report.ToString());
        Assert.IsTrue(report.Runs.All(run => double.IsPositiveInfinity(run.Carried[^1])), report.ToString());
        Assert.AreEqual(PlasticityVerdict.NotJudged, report.Verdict, report.ToString());
        StringAssert.Contains(report.Recommendation, "diverged");
    }

    [TestMethod]
    public void Options_out_of_range_are_told_all_at_once()
    {
        string message = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            new PlasticityOptions { Epochs = 0, Runs = 0, HeldBackFraction = 1 }.Validate).Message;
        foreach (string part in new[] { "Epochs is 0", "Runs is 0", "HeldBackFraction is 1" })
            StringAssert.Contains(message, part);
    }
}
