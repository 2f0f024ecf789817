using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Text;

namespace Syre.MLNet.Tests.Tabular;

/// <summary>Features of any size are learnt from, and what single precision cannot tell apart is named.</summary>
[TestClass]
public sealed class LargeFeaturesTests
{
    [TestMethod]
    [DataRow(float.MinValue)]
    [DataRow(float.MaxValue)]
    [DataRow(-1e30f)]
    public void A_sentinel_that_decides_the_label_is_learnt(float sentinel)
    {
        var ml = new MLContext(1);
        IDataView data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 200)
            .Select(row => new Row { Features = [row % 4 == 0 ? sentinel : 1 + row % 9], Label = row % 4 != 0 }).ToList());
        using SyreNetworkTransformer model = ml.BinaryClassification.Trainers
            .SyreNetwork(Small.Options with { Epochs = 40, ValidationFraction = 0, Seed = 1 }).Fit(data);
        Assert.AreEqual(1.0, ml.BinaryClassification.Evaluate(model.Transform(data)).Accuracy);
    }

    [TestMethod]
    public void Values_that_single_precision_cannot_spread_are_named_in_the_log()
    {
        List<string> log = [];
        MLContext ml = new MLContext(1).WarningsTo(log);
        IDataView data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60)
            .Select(row => new Row { Text = row % 2 == 0 ? "one" : "two", Features = [row % 7 * 1e-42f], Label = row % 2 == 0 }).ToList());
        ml.BinaryClassification.Trainers.SyreNetwork(Small.Options with { Epochs = 1 }).Fit(data).Dispose();
        ml.BinaryClassification.Trainers.SyreTextClassification(SmallText.Options with { Epochs = 1, FeatureColumnName = "Features" })
            .Fit(data).Dispose();
        Assert.HasCount(2, log.Where(line => line.Contains("column 'Features', slot 0. Multiply them")));
    }

    private sealed class Row
    {
        public string Text { get; set; } = "";

        [VectorType(1)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
