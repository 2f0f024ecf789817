using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.Text;

namespace Syre.MLNet.Tests.Training;

/// <summary>
/// A row without a label is left out, counted and warned of, in training and validation; ML.NET's own trainers leave it out too.
/// </summary>
[TestClass]
public sealed class MissingLabelTests
{
    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    [DataRow(float.NegativeInfinity)]
    public void A_number_that_is_none(float missing)
    {
        var ml = new MLContext(seed: 1);
        Check(
            ml,
            (first, count) => ml.Data.LoadFromEnumerable(Rows(first, count, (i, row) => row.Number = i % 10 == 3 ? missing : i)),
            validation => ml.Regression.Trainers.SyreNetwork(
                Small.Options with { LabelColumnName = "Number", Epochs = 2, Seed = 1, ValidationSet = validation }),
            ml.Regression.Trainers.LbfgsPoissonRegression("Number"),
            "Number");
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("")]
    [DataRow("never seen in training")]
    public void A_text_that_has_no_key(string? missing)
    {
        foreach (bool text in new[] { false, true })
        {
            var ml = new MLContext(seed: 1);
            ITransformer map = ml.Transforms.Conversion.MapValueToKey("Label").Fit(ml.Data.LoadFromEnumerable(Rows(0, 40, (_, _) => { })));
            Check(
                ml,
                (first, count) => map.Transform(
                    ml.Data.LoadFromEnumerable(Rows(first, count, (i, row) => row.Label = i % 10 == 3 ? missing : row.Label))),
                validation => text
                    ? ml.MulticlassClassification.Trainers.SyreTextClassification(SmallText.Options with
                    {
                        Epochs = 2,
                        ValidationSet = validation,
                    })
                    : ml.MulticlassClassification.Trainers.SyreNetwork(
                        Small.Options with { Epochs = 2, Seed = 1, ValidationSet = validation }),
                ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(),
                "Label");
        }
    }

    [TestMethod]
    public void A_key_beyond_the_last()
    {
        var ml = new MLContext(seed: 1);
        Check(
            ml,
            (first, count) => ml.Data.LoadFromEnumerable(Rows(first, count, (i, row) => row.Key = i % 10 == 3 ? 7u : (uint)i % 2)),
            validation => ml.MulticlassClassification.Trainers.SyreNetwork(
                Small.Options with { LabelColumnName = "Key", Epochs = 2, Seed = 1, ValidationSet = validation }),
            ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Key"),
            "Key");
    }

    /// <summary>And it gives the network that the other rows alone give.</summary>
    private static void Check(
        MLContext ml,
        Func<int, int, IDataView> data,
        Func<IDataView?, IEstimator<ITransformer>> trainer,
        IEstimator<ITransformer> stock,
        string label)
    {
        List<string> log = [];
        ml.Log += (_, e) => log.Add(e.Message);
        IDataView rows = data(0, 40), others = data(40, 20);
        stock.Fit(rows);

        ITransformer model = trainer(others).Fit(rows);
        TrainingSummary summary = (model as SyreNetworkTransformer)?.Summary ?? ((SyreTextClassificationTransformer)model).Summary;
        Assert.AreEqual((4, 4, 36, 18), (summary.SkippedRows, summary.RowsWithoutLabel, summary.TrainingRows, summary.ValidationRows));
        Assert.IsTrue(log.Any(line => line.Contains($"4 rows of the training data without a label in '{label}'")), string.Join('\n', log));
        Assert.IsTrue(log.Any(line => line.Contains($"2 rows of the validation set without a label in '{label}'")), string.Join('\n', log));
        (model as IDisposable)?.Dispose();
    }

    private static List<Row> Rows(int first, int count, Action<int, Row> edit)
    {
        List<Row> rows = [.. Enumerable.Range(first, count)
            .Select(i => new Row { Features = [i % 2, i], Label = $"c{i % 2}", Text = $"word{i % 2} again" })];
        for (int i = 0; i < count; i++)
            edit(first + i, rows[i]);
        return rows;
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public string? Label { get; set; }

        public float Number { get; set; }

        [KeyType(2)]
        public uint Key { get; set; }

        public string Text { get; set; } = "";
    }
}
