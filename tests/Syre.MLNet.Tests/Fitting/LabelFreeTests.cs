using Microsoft.ML;
using Syre.MLNet.Tests.Tabular;

namespace Syre.MLNet.Tests.Fitting;

/// <summary>
/// An objective without a label and a fit without a head go the way of every other: read, train, choose the epoch, measure, go on.
/// </summary>
[TestClass]
public sealed class LabelFreeTests
{
    private static readonly MLContext s_ml = new(1);

    private static readonly IDataView s_features =
        s_ml.Transforms.SelectColumns("Features").Fit(TestData.Binary(s_ml)).Transform(TestData.Binary(s_ml));

    [TestMethod]
    public void A_network_learns_to_give_back_rows_that_have_no_label()
    {
        using FittedEncoder few = Fit(epochs: 1), many = Fit(epochs: 80);
        TrainingSummary summary = many.Model.Summary;
        Assert.IsLessThan(0.5 * few.Model.Summary.ValidationError!.Value, summary.ValidationError!.Value);
        Assert.AreEqual((240 - 48, 48, 0), (summary.TrainingRows, summary.ValidationRows, summary.SkippedRows));
        Assert.AreEqual(4, many.Model.ScoringNetwork.Outputs);
        Assert.HasCount(1, many.Model.Report.Layers);
        Assert.IsEmpty(many.Model.Report.NotMeasured);
        Assert.IsNotNull(many.Model.Report.RowProfile);
    }

    [TestMethod]
    public void A_training_without_a_label_goes_on_from_an_earlier_one()
    {
        using FittedEncoder anew = Fit(epochs: 1), earlier = Fit(epochs: 80), later = Fit(epochs: 1, earlier);
        Assert.IsLessThan(0.7 * anew.Model.Summary.ValidationError!.Value, later.Model.Summary.ValidationError!.Value);
        Assert.AreEqual(earlier.Model.Origin!.Seed, later.Model.Origin!.Seed);
    }

    private static FittedEncoder Fit(int epochs, FittedEncoder? earlier = null) => new EncoderEstimator(s_ml, Small.Options with
    {
        Epochs = epochs,
        HiddenLayers = [8],
        Dropout = 0,
        InitialModel = earlier is null ? null : InitialModel.From(earlier),
    }).Fit(s_features);
}
