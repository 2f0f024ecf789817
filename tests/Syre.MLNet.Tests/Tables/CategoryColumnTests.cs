using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Tables;

/// <summary>What becomes of texts with levels and of keys.</summary>
[TestClass]
public sealed class CategoryColumnTests
{
    [TestMethod]
    public void Each_level_has_a_slot_and_the_slots_are_annotated()
    {
        FeaturizedTable table = Colours(["red", "blue", "red", "green", "blue", "red"]);
        Assert.AreSequenceEqual(["Age", "Colour.blue", "Colour.green", "Colour.red"], table.SlotNames);
        Assert.AreSequenceEqual([0f, 0, 0, 1], table.Rows[0]);
        Assert.AreSequenceEqual([1f, 1, 0, 0], table.Rows[1]);
        Assert.AreSequenceEqual([1, 3], table.Ranges);
    }

    [TestMethod]
    public void What_is_missing_is_a_level_where_training_has_it()
    {
        FeaturizedTable table = Colours(["red", "", "red", "  ", "blue", "red"]);
        Assert.AreSequenceEqual([0f, 1, 0, 1, 0, 0], table.Slot("Colour.(missing)"));
        Assert.AreSequenceEqual(["Age", "Colour.blue", "Colour.red", "Colour.(missing)"], table.SlotNames);
        Assert.AreSequenceEqual([1f], table.Slot("Colour.(missing)", Rows([""])));
        StringAssert.Contains(table["Colour"].Reason, "2 missing");
    }

    [TestMethod]
    public void A_level_never_seen_is_one_of_the_rare_ones()
    {
        string[] colours = [.. Enumerable.Range(0, 200).Select(i => i % 50 == 3 ? $"rare {i}" : i % 2 == 0 ? "red" : "blue")];
        FeaturizedTable table = Colours(colours);
        Assert.AreSequenceEqual(["Age", "Colour.blue", "Colour.red", "Colour.(other)"], table.SlotNames);
        Assert.AreEqual(4, table.Slot("Colour.(other)").Sum());
        Assert.AreSequenceEqual([1f, 0, 1], table.Slot("Colour.(other)", Rows(["mauve", "red", ""])));
    }

    [TestMethod]
    public void Where_no_level_is_rare_one_never_seen_is_none()
    {
        FeaturizedTable table = Colours(["red", "blue", "red", "blue"]);
        Assert.AreSequenceEqual([0f, 0], table.Slot("Colour.red", Rows(["mauve", ""])));
        Assert.AreSequenceEqual([0f, 0], table.Slot("Colour.blue", Rows(["mauve", ""])));
    }

    [TestMethod]
    public void Of_many_levels_the_most_frequent_are_kept()
    {
        string[] colours = [.. Enumerable.Range(0, 400).Select(i => $"level {(int)Math.Sqrt(i)}")];
        FeaturizedTable table = FeaturizedTable.Fit(Rows(colours), new FeaturizeTableOptions { MaximumLevels = 3 });
        Assert.AreSequenceEqual(["Age", "Colour.level 17", "Colour.level 18", "Colour.level 19", "Colour.(other)"], table.SlotNames);
        Assert.AreEqual(17 * 17, table.Slot("Colour.(other)").Sum());
    }

    [TestMethod]
    public void A_thousand_levels_and_more_make_no_dense_rows()
    {
        var ml = new MLContext(seed: 1);
        IDataView data = ml.Data.LoadFromEnumerable(Rows([.. Enumerable.Range(0, 9000).Select(i => $"level {i % 1500}")]));
        IDataView view = ml.Transforms.FeaturizeTable().Fit(data).Transform(data);
        Assert.AreEqual(1002, ((VectorDataViewType)view.Schema["Features"].Type).Size);
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Features"]]);
        ValueGetter<VBuffer<float>> get = cursor.GetGetter<VBuffer<float>>(view.Schema["Features"]);
        VBuffer<float> row = default;
        while (cursor.MoveNext())
        {
            get(ref row);
            Assert.IsLessThanOrEqualTo(2, row.GetValues().Length);
        }
    }

    [TestMethod]
    public void Levels_that_are_named_as_the_shared_ones_are_levels_of_their_own()
    {
        FeaturizedTable table = Colours(["(missing)", "", "red", "(missing)", "red", "(other)", "(other)", ""]);
        Assert.AreSequenceEqual(["Age", "Colour.(missing)", "Colour.(other)", "Colour.red", "Colour.((missing))"], table.SlotNames);
        Assert.AreSequenceEqual([0f, 1, 0, 0, 0, 0, 0, 1], table.Slot("Colour.((missing))"));
    }

    [TestMethod]
    [DataRow("a\"b")]
    [DataRow("line\nbreak")]
    [DataRow("ключ 🙂")]
    [DataRow("back\\slash {0}")]
    public void Levels_may_be_any_text(string level)
    {
        FeaturizedTable table = Colours([level, "", level, "x", "x", "", level]);
        Assert.AreSequenceEqual([1f, 0, 1, 0, 0, 0, 1], table.Slot($"Colour.{level}"));
    }

    [TestMethod]
    [DataRow("text")]
    [DataRow("number")]
    [DataRow("none")]
    public void Keys_are_levels_of_their_values(string values)
    {
        var ml = new MLContext(seed: 1);
        IDataView data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 9).Select(i => new Keyed
        {
            Age = i, Text = i % 3 == 0 ? "a" : "b", Number = i % 3, Key = (uint)(i % 3),
        }));
        if (values != "none")
        {
            string source = values == "text" ? "Text" : "Number";
            data = ml.Transforms.Conversion.MapValueToKey("Key", source).Fit(data).Transform(data);
        }
        FeaturizedTable table = FeaturizedTable.Fit(data, new FeaturizeTableOptions { IgnoredColumnNames = ["Text", "Number"] });
        Assert.AreEqual(TableColumnKind.Category, table["Key"].Kind);
        Assert.AreEqual(values == "text" ? 2 : 3, table["Key"].Slots);
        if (values != "none")
            Assert.AreSequenceEqual(values == "text" ? ["Key.a", "Key.b"] : ["Key.0", "Key.1", "Key.2"], table.SlotNames[1..]);
        Assert.IsTrue(table.Rows.All(row => row[1..].Sum() == 1));
    }

    [TestMethod]
    public void A_key_without_values_and_without_an_end_makes_no_slots()
    {
        FeaturizedTable table = FeaturizedTable.Fit(Enumerable.Range(0, 30).Select(i => new Endless { Age = i % 7, Key = (uint)(i % 3) }));
        Assert.AreSequenceEqual(["Age"], table.SlotNames);
        Assert.AreEqual(TableColumnKind.Ignored, table["Key"].Kind);
        StringAssert.Contains(table["Key"].Reason, "MapValueToKey");
    }

    private static FeaturizedTable Colours(string[] colours) => FeaturizedTable.Fit(Rows(colours));

    private static IEnumerable<Row> Rows(string[] colours) => colours.Select((colour, i) => new Row { Age = i % 7, Colour = colour });

    private sealed class Row
    {
        public float Age { get; set; }

        public string Colour { get; set; } = "";
    }

    private sealed class Endless
    {
        public float Age { get; set; }

        [KeyType(uint.MaxValue)]
        public uint Key { get; set; }
    }

    private sealed class Keyed
    {
        public float Age { get; set; }

        public string Text { get; set; } = "";

        public float Number { get; set; }

        [KeyType(3)]
        public uint Key { get; set; }
    }
}
