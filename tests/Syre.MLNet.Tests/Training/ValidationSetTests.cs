using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.Text;

namespace Syre.MLNet.Tests.Training;

/// <summary>
/// A validation set that does not fit the training data is refused before training: set, column and difference are named.
/// </summary>
[TestClass]
public sealed class ValidationSetTests
{
    private static readonly MLContext s_ml = new(seed: 1);
    private static readonly IDataView s_train = Map(Rows(2));

    private static IEnumerable<object[]> Trainers =>
    [
        [(Func<IDataView?, ITransformer>)(validation => s_ml.MulticlassClassification.Trainers
            .SyreNetwork(Small.Options with { Epochs = 1, ValidationSet = validation, MissingValues = MissingValues.Skip })
            .Fit(s_train))],
        [(Func<IDataView?, ITransformer>)(validation => s_ml.MulticlassClassification.Trainers
            .SyreTextClassification(SmallText.Options with
            {
                Epochs = 1, FeatureColumnName = "Features", ValidationSet = validation, MissingValues = MissingValues.Skip,
            }).Fit(s_train))],
    ];

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void A_set_of_the_same_pipeline_is_taken_also_with_fewer_classes(Func<IDataView?, ITransformer> fit)
    {
        Dispose(fit(Map(Rows(2))));
        Dispose(fit(Map(Rows(1))));
        Dispose(fit(s_ml.Data.TakeRows(s_train, 5)));
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void More_classes_are_named(Func<IDataView?, ITransformer> fit) =>
        Refused(fit, OwnMap(Rows(4)), "label column 'Label'", "2 classes that the training data lack", "'c2', 'c3'");

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Keys_of_another_mapping_are_named(Func<IDataView?, ITransformer> fit) =>
        Refused(
            fit, OwnMap(Rows(2).Reverse()), "label column 'Label'", "another mapping", "key 1 is 'c1' there and 'c0' in the training data");

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Numbers_as_keys_are_compared_too(Func<IDataView?, ITransformer> fit)
    {
        IDataView numbers = s_ml.Transforms.CustomMapping<Row, Number>((row, number) => number.Label = row.Features[0] + 7, null)
            .Fit(View(Rows(2))).Transform(View(Rows(2)));
        Refused(fit, s_ml.Transforms.Conversion.MapValueToKey("Label").Fit(numbers).Transform(numbers), "label column 'Label'", "'7'");
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void More_keys_without_names_are_counted(Func<IDataView?, ITransformer> fit)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(KeyRow));
        IDataView keys = s_ml.Data.LoadFromEnumerable(
            Rows(2).Select((row, i) => new KeyRow { Label = (uint)(i % 3), Features = row.Features, Text = row.Text }), schema);
        Refused(fit, keys, "label column 'Label'", "keys up to 3", "go up to 2");
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void A_label_that_is_not_mapped_is_named_with_the_pipeline_as_remedy(Func<IDataView?, ITransformer> fit) =>
        Refused(fit, View(Rows(2)), "label column 'Label'", "is String there", "one fitted pipeline");

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Features_of_another_size_are_named(Func<IDataView?, ITransformer> fit)
    {
        IDataView wide = s_ml.Transforms.Concatenate("Features", "Features", "Features").Fit(s_train).Transform(s_train);
        Refused(fit, wide, "feature column 'Features'", "Vector<Single, 4>", "Vector<Single, 2>");
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void A_missing_column_is_named(Func<IDataView?, ITransformer> fit)
    {
        foreach (string column in new[] { "Features", "Label" })
            Refused(fit, s_ml.Transforms.DropColumns(column).Fit(s_train).Transform(s_train), $"'{column}'", "Its columns are");
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void A_set_without_rows_or_labels_is_named(Func<IDataView?, ITransformer> fit)
    {
        Refused(fit, Map([]), "The validation set has no rows");
        Refused(fit, Map(Rows(2).Select(row => new Row { Label = "other", Features = row.Features, Text = row.Text })),
            "none of the 12 rows", "'Label'");
        Refused(fit, Map(Rows(2).Select(row => new Row { Label = row.Label, Features = [1, float.NaN], Text = row.Text })),
            "all instances have missing features");
    }

    [TestMethod]
    public void Slots_of_other_names_are_warned_of()
    {
        var ml = new MLContext(seed: 1);
        List<string> log = [];
        ml.Log += (_, e) => log.Add(e.Message);
        IDataView data = TestData.Binary(ml), other = Renamed("B", "A"), same = Renamed("A", "B");
        ml.BinaryClassification.Trainers.SyreNetwork(Small.Options with { Epochs = 1 }).Fit(same, same).Dispose();
        Assert.IsFalse(log.Any(line => line.Contains("Slot 0")));
        ml.BinaryClassification.Trainers.SyreNetwork(Small.Options with { Epochs = 1 }).Fit(same, other).Dispose();
        Assert.IsTrue(log.Any(line => line.Contains("Slot 0") && line.Contains("'B'") && line.Contains("'A'")
            && line.Contains("validation set")), string.Join('\n', log));

        IDataView Renamed(string first, string second)
        {
            var names = ml.Transforms.CopyColumns(first, "Weight").Append(ml.Transforms.CopyColumns(second, "Weight"))
                .Append(ml.Transforms.Concatenate("Features", first, second));
            return names.Fit(data).Transform(data);
        }
    }

    private static void Refused(Func<IDataView?, ITransformer> fit, IDataView validation, params string[] parts)
    {
        var e = Assert.Throws<Exception>(() => Dispose(fit(validation)));
        Assert.IsTrue(e is ArgumentOutOfRangeException or InvalidOperationException, e.ToString());
        foreach (string part in parts.Append("validation set"))
            StringAssert.Contains(e.Message, part);
        Assert.IsFalse(e.Message.Contains("Exception raised from"), e.Message);
    }

    private static void Dispose(ITransformer model) => (model as IDisposable)?.Dispose();

    private static IEnumerable<Row> Rows(int classes) =>
        Enumerable.Range(0, 12)
            .Select(i => new Row { Label = $"c{i % classes}", Features = [i % classes, 1], Text = $"word{i % classes} and" });

    private static IDataView View(IEnumerable<Row> rows) => s_ml.Data.LoadFromEnumerable(rows.ToList());

    private static IDataView Map(IEnumerable<Row> rows) =>
        s_ml.Transforms.Conversion.MapValueToKey("Label").Fit(View(Rows(2))).Transform(View(rows));

    private static IDataView OwnMap(IEnumerable<Row> rows)
    {
        IDataView view = View(rows);
        return s_ml.Transforms.Conversion.MapValueToKey("Label").Fit(view).Transform(view);
    }

    private sealed class Row
    {
        public string Label { get; set; } = "";

        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public string Text { get; set; } = "";
    }

    private sealed class Number
    {
        public float Label { get; set; }
    }

    private sealed class KeyRow
    {
        [KeyType(3)]
        public uint Label { get; set; }

        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public string Text { get; set; } = "";
    }
}
