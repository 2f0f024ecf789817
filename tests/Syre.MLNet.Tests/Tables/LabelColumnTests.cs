using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Tables;

/// <summary>What becomes of the label.</summary>
[TestClass]
public sealed class LabelColumnTests
{
    [TestMethod]
    public void By_its_type_a_text_becomes_a_key_whose_values_are_the_texts()
    {
        FeaturizedTable table = Label((string[])["no", "yes", "", "no", "maybe", "yes"]);
        DataViewSchema.Column label = table.View.Schema["Label"];
        Assert.AreEqual(new KeyDataViewType(typeof(uint), 3), label.Type);
        Assert.AreSequenceEqual((uint[])[2, 3, 0, 2, 1, 3], Values.Column<uint>(table.View, "Label"));
        VBuffer<ReadOnlyMemory<char>> values = default;
        label.GetKeyValues(ref values);
        Assert.AreSequenceEqual(["maybe", "no", "yes"], values.DenseValues().Select(value => value.ToString()));
        Assert.AreSequenceEqual(["Age"], table.SlotNames);
    }

    [TestMethod]
    public void By_its_type_a_number_becomes_Single_and_a_Boolean_stays()
    {
        FeaturizedTable table = Label((int[])[1, 5, 9]);
        Assert.AreSequenceEqual([1f, 5, 9], Values.Column<float>(table.View, "Label"));
        Assert.AreEqual(BooleanDataViewType.Instance, Label((bool[])[true, false, true]).View.Schema["Label"].Type);
    }

    [TestMethod]
    public void A_text_of_two_values_becomes_Boolean_where_that_is_asked_for()
    {
        FeaturizedTable table = Label((string[])["no", "yes", "yes", "yes"], TableLabelKind.Boolean);
        Assert.AreSequenceEqual([false, true, true, true], Values.Column<bool>(table.View, "Label"));
        StringAssert.Contains(table["Label"].Reason, "'yes' is true");
    }

    [TestMethod]
    public void Of_two_values_that_do_not_say_it_the_rarer_one_is_true_unless_one_is_named()
    {
        string[] labels = ["good", "bad", "good", "good"];
        Assert.AreSequenceEqual([false, true, false, false], Values.Column<bool>(Label(labels, TableLabelKind.Boolean).View, "Label"));
        FeaturizedTable named = FeaturizedTable.Fit(Rows(labels), new FeaturizeTableOptions
        {
            LabelColumnName = "Label", LabelKind = TableLabelKind.Boolean, PositiveLabel = "good",
        });
        Assert.AreSequenceEqual([true, false, true, true], Values.Column<bool>(named.View, "Label"));
    }

    [TestMethod]
    public void Numbers_of_two_values_become_Boolean()
    {
        Assert.AreSequenceEqual([false, true, true], Values.Column<bool>(Label((float[])[0f, 1, 1], TableLabelKind.Boolean).View, "Label"));
        Assert.AreSequenceEqual([false, true, true], Values.Column<bool>(Label((long[])[-1L, 1, 1], TableLabelKind.Boolean).View, "Label"));
        Assert.AreSequenceEqual(
            [true, false, false], Values.Column<bool>(Label((float[])[0.1f, 2.5f, 2.5f], TableLabelKind.Boolean).View, "Label"));
    }

    /// <summary>ML.NET reads the decimals of a formula in the culture of the process.</summary>
    [TestMethod]
    public void Numbers_with_decimals_become_Boolean_in_any_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.AreSequenceEqual(
                [true, false, false], Values.Column<bool>(Label((float[])[-0.1f, 2.5f, 2.5f], TableLabelKind.Boolean).View, "Label"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    public void A_key_becomes_Boolean_by_its_values()
    {
        var ml = new MLContext(seed: 1);
        IDataView data = ml.Data.LoadFromEnumerable(Rows((string[])["no", "yes", "no"]));
        data = ml.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);
        FeaturizedTable table = FeaturizedTable.Fit(
            data, new FeaturizeTableOptions { LabelColumnName = "Label", LabelKind = TableLabelKind.Boolean });
        Assert.AreSequenceEqual([false, true, false], Values.Column<bool>(table.View, "Label"));
    }

    [TestMethod]
    public void Texts_of_numbers_become_Single_and_numbers_a_key()
    {
        Assert.AreSequenceEqual(
            [1.5f, float.NaN, 7], Values.Column<float>(Label((string[])["1.5", "", "7"], TableLabelKind.Number).View, "Label"));
        FeaturizedTable table = Label((int[])[7, 3, 7], TableLabelKind.Key);
        Assert.AreSequenceEqual((uint[])[2, 1, 2], Values.Column<uint>(table.View, "Label"));
    }

    [TestMethod]
    public void What_cannot_become_Boolean_is_refused_with_the_remedy()
    {
        StringAssert.Contains(Refused(["a", "b", "c"]), "TableLabelKind.Key");
        StringAssert.Contains(Refused(["a", "b", ""]), "no value in 1 rows");
        StringAssert.Contains(Refused(["a", "a"]), "1 values");

        static string Refused(string[] labels) =>
            Assert.ThrowsExactly<InvalidOperationException>(() => Label(labels, TableLabelKind.Boolean)).Message;
    }

    [TestMethod]
    public void The_promise_is_what_is_delivered()
    {
        var ml = new MLContext(seed: 1);
        IDataView[] tables =
        [
            ml.Data.LoadFromEnumerable(Rows((string[])["1", "0", "1"])), ml.Data.LoadFromEnumerable(Rows((float[])[1, 0, 1])),
            ml.Data.LoadFromEnumerable(Rows((double[])[1, 0, 1])), ml.Data.LoadFromEnumerable(Rows((bool[])[true, false, true])),
        ];
        foreach (IDataView data in tables)
        {
            foreach (TableLabelKind kind in Enum.GetValues<TableLabelKind>())
            {
                var estimator = ml.Transforms.FeaturizeTable("Label", kind);
                Conformance.SchemaChecks.SameShape(
                    estimator.GetOutputSchema(Stock.MLNetInternals.ShapeOf(data.Schema)),
                    Stock.MLNetInternals.ShapeOf(estimator.Fit(data).GetOutputSchema(data.Schema)), $"{data.Schema[1].Type} as {kind}");
            }
        }
    }

    private static FeaturizedTable Label<T>(T[] labels, TableLabelKind kind = TableLabelKind.Auto) =>
        FeaturizedTable.Fit(Rows(labels), new FeaturizeTableOptions { LabelColumnName = "Label", LabelKind = kind });

    private static IEnumerable<Row<T>> Rows<T>(T[] labels) => labels.Select((label, i) => new Row<T> { Age = i % 2, Label = label });

    private sealed class Row<T>
    {
        public float Age { get; set; }

        public T Label { get; set; } = default!;
    }
}
