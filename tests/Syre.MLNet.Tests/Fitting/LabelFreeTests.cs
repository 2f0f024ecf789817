using Microsoft.ML;
using Microsoft.ML.Runtime;
using Syre.MLNet.Fitting;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;
using Syre.MLNet.SyreNetwork;
using Syre.MLNet.Tests.Tabular;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Fitting;

/// <summary>
/// An objective without a label and a fit without a head go the way of every other: read, train, choose the epoch, measure.
/// </summary>
[TestClass]
public sealed class LabelFreeTests
{
    [TestMethod]
    public void A_network_learns_to_give_back_rows_that_have_no_label()
    {
        using FittedNetwork few = Fit(epochs: 1), many = Fit(epochs: 80);
        Assert.IsLessThan(0.5 * few.Summary.ValidationError!.Value, many.Summary.ValidationError!.Value);
        Assert.AreEqual((240 - 48, 48, 0), (many.Summary.TrainingRows, many.Summary.ValidationRows, many.Summary.SkippedRows));
        Assert.AreEqual(4, many.Network.Outputs);
        Assert.HasCount(1, many.Report.Layers);
        Assert.IsEmpty(many.Report.NotMeasured);
        Assert.IsNotNull(many.Report.RowProfile);
    }

    private static FittedNetwork Fit(int epochs)
    {
        var ml = new MLContext(1);
        IHostEnvironment environment = ml;
        IDataView features = ml.Transforms.SelectColumns("Features").Fit(TestData.Binary(ml)).Transform(TestData.Binary(ml));
        SyreNetworkOptions options = Small.Options with { Epochs = epochs, HiddenLayers = [8], Dropout = 0 };
        using IChannel channel = environment.Start("test");
        using var state = new TorchState();
        using var randomness = new TorchRandomness(1, CPU);
        var context = new FitContext(
            "SyreEncoder", environment, new TemporaryFolder(environment), features.Schema, Seed: 1, CPU, state, randomness, channel,
            new Cancellation(environment, default));
        var objective = new ReconstructionObjective();
        return new NetworkFit(context, objective, new TabularSource(context, objective, options, entries: null))
            .Run(features, heldBack: null);
    }
}
