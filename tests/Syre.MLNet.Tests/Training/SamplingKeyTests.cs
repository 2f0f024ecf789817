using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.Text;

namespace Syre.MLNet.Tests.Training;

/// <summary>Rows with the same value of <see cref="SyreTrainerOptions.SamplingKeyColumnName"/> are on one side of the split.</summary>
[TestClass]
public sealed class SamplingKeyTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    /// <summary>The label is a random one of the row's group, which the features tell: who has seen the group knows it.</summary>
    private static List<Row> Rows()
    {
        var random = new Random(4);
        return [.. Enumerable.Range(0, 60).SelectMany(group =>
        {
            float[] own = [random.NextSingle(), random.NextSingle(), random.NextSingle()];
            bool label = random.Next(2) == 0;
            return Enumerable.Range(0, 8).Select(_ => new Row
            {
                Features = [.. own.Select(value => value + 0.001f * random.NextSingle())],
                Label = label,
                Name = $"group {group}",
                Number = group,
                Text = $"word{group} other{group}",
            });
        })];
    }

    [TestMethod]
    [DataRow(null, true)]
    [DataRow("Name", false)]
    [DataRow("Number", false)]
    [DataRow("Key", false)]
    public void Held_back_rows_are_of_groups_that_were_never_seen(string? key, bool isKnown)
    {
        IDataView data = s_ml.Transforms.Conversion.MapValueToKey("Key", "Name").Fit(s_ml.Data.LoadFromEnumerable(Rows()))
            .Transform(s_ml.Data.LoadFromEnumerable(Rows()));
        using SyreNetworkTransformer model = s_ml.BinaryClassification.Trainers.SyreNetwork(Small.Options with
        {
            HiddenLayers = [64, 64],
            Epochs = 120,
            LabelSmoothing = 0,
            Seed = 2,
            SamplingKeyColumnName = key,
        }).Fit(data);
        Assert.AreEqual(96, model.Summary.ValidationRows);
        Assert.AreEqual(isKnown, model.Summary.ValidationError < 0.15, $"{model.Summary.ValidationError}");
        Assert.IsTrue(isKnown || model.Summary.ValidationError > 0.25, $"{model.Summary.ValidationError}");
    }

    [TestMethod]
    [DataRow(null, true)]
    [DataRow("Name", false)]
    public void So_it_is_with_texts(string? key, bool isKnown)
    {
        using SyreTextClassificationTransformer model = s_ml.BinaryClassification.Trainers.SyreTextClassification(SmallText.Options with
        {
            ValidationFraction = 0.2,
            Seed = 2,
            Epochs = 10,
            SamplingKeyColumnName = key,
        }).Fit(s_ml.Data.LoadFromEnumerable(Rows()));
        Assert.AreEqual(96, model.Summary.ValidationRows);
        Assert.AreEqual(isKnown, model.Summary.ValidationError < 0.15, $"{model.Summary.ValidationError}");
    }

    [TestMethod]
    public void One_group_cannot_be_held_back_and_the_log_says_so()
    {
        List<string> warnings = [];
        MLContext ml = new MLContext(1).WarningsTo(warnings);
        List<Row> rows = [.. Rows().Select(row => new Row { Features = row.Features, Label = row.Label, Name = "one" })];
        using SyreNetworkTransformer model = ml.BinaryClassification.Trainers
            .SyreNetwork(Small.Options with { SamplingKeyColumnName = "Name" }).Fit(ml.Data.LoadFromEnumerable(rows));
        Assert.AreEqual(0, model.Summary.ValidationRows);
        StringAssert.Contains(string.Join('\n', warnings), "All rows have the same value in 'Name'");
    }

    [TestMethod]
    [DataRow("Nothing", "Could not find sampling key column 'Nothing'")]
    [DataRow("Features", "expected one value a row")]
    public void A_column_that_cannot_tell_is_refused(string column, string expected)
    {
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => s_ml.BinaryClassification.Trainers
            .SyreNetwork(Small.Options with { SamplingKeyColumnName = column }).Fit(s_ml.Data.LoadFromEnumerable(Rows())));
        StringAssert.Contains(e.Message, expected);
    }

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }

        public string Name { get; set; } = "";

        public int Number { get; set; }

        public string Text { get; set; } = "";
    }
}
