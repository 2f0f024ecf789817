using Microsoft.ML;
using Syre.MLNet.Tests.Tabular;
using Syre.Torch;

namespace Syre.MLNet.Tests.Diagnostics;

/// <summary>Which rows a tabular model's profile is of.</summary>
[TestClass]
public sealed class HeldBackProfileTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    [TestMethod]
    public void All_rows_of_a_sorted_validation_set_are_profiled()
    {
        IDataView validation = TestData.View(
            s_ml, [.. TestData.Examples(900, seed: 3, sparse: false, TestData.BinaryLabel).OrderBy(example => example.Label)]);
        using SyreNetworkTransformer model = Fit(
            Small.Options with { ValidationSet = validation, Collapse = new CollapseOptions { Rows = 100 } });
        RowProfile profile = model.Report.RowProfile!;
        Assert.AreEqual((900L, true), (profile.Rows, profile.HeldBack));
        var monitor = new CollapseMonitor(model.Report);
        monitor.Add(model.Transform(validation));
        Assert.IsTrue(monitor.Current.Slots.All(slot => Math.Abs(slot.Shift) < 0.005), monitor.Current.ToString());
    }

    [TestMethod]
    public void The_rows_held_back_by_the_trainer_are_profiled()
    {
        using SyreNetworkTransformer model = Fit(Small.Options with { ValidationFraction = 0.25 });
        Assert.AreEqual((100L, true), (model.Report.RowProfile!.Rows, model.Report.RowProfile.HeldBack));
    }

    [TestMethod]
    public void Without_any_there_is_no_verdict()
    {
        using SyreNetworkTransformer model = Fit(Small.Options with { ValidationFraction = 0 });
        Assert.IsFalse(model.Report.RowProfile!.HeldBack);
        var monitor = new CollapseMonitor(model.Report);
        var moved = TestData.Examples(1000, seed: 10, sparse: false, TestData.BinaryLabel);
        foreach (var example in moved)
            example.Features = new(4, [.. example.Features.DenseValues().Select(value => value * 5 + 6)]);
        monitor.Add(model.Transform(TestData.View(s_ml, moved)));
        Assert.IsFalse(monitor.Current.IsDrifting);
        StringAssert.Contains(monitor.Current.Remark, nameof(SyreTrainerOptions.ValidationFraction));
    }

    private static SyreNetworkTransformer Fit(SyreNetworkOptions options) =>
        s_ml.BinaryClassification.Trainers.SyreNetwork(options).Fit(TestData.Binary(s_ml, rows: 400));
}
