using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tables.Profiles;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Tables;

/// <summary>What becomes of columns of numbers.</summary>
[TestClass]
public sealed class NumberColumnTests
{
    private static readonly float[] s_ages = [20, 35, float.NaN, 50, 35, float.NaN];

    [TestMethod]
    public void Numbers_of_all_types_come_as_they_are()
    {
        var rows = Enumerable.Range(0, 6).Select(i => new
        {
            Small = (sbyte)(i % 3),
            Byte = (byte)(i % 2),
            Short = (short)(i % 4),
            Word = (ushort)(i % 3),
            Int = i % 5,
            Unsigned = (uint)(i % 2),
            Long = (long)(i % 3),
            Huge = (ulong)(i % 4),
            Single = i / 4f,
            Double = i / 8.0,
            Flag = i % 2 == 0,
        }).ToArray();
        FeaturizedTable table = FeaturizedTable.Fit(rows);
        Assert.AreSequenceEqual(rows[0].GetType().GetProperties().Select(property => property.Name), table.SlotNames);
        foreach ((var row, float[] features) in rows.Zip(table.Rows))
        {
            Assert.AreSequenceEqual(
                new float[]
                {
                    row.Small, row.Byte, row.Short, row.Word, row.Int, row.Unsigned, row.Long, row.Huge, row.Single, (float)row.Double,
                    row.Flag ? 1 : 0,
                },
                features);
        }
    }

    [TestMethod]
    public void A_missing_number_becomes_the_median_and_is_marked()
    {
        FeaturizedTable table = FeaturizedTable.Fit(s_ages.Select(age => new { Age = age, Other = age + 1 }));
        Assert.AreSequenceEqual(["Age", "Other", "Age.missing", "Other.missing"], table.SlotNames);
        Assert.AreSequenceEqual([20f, 35, 35, 50, 35, 35], table.Slot("Age"));
        Assert.AreSequenceEqual([21f, 36, 36, 51, 36, 36], table.Slot("Other"));
        Assert.AreSequenceEqual([0f, 0, 1, 0, 0, 1], table.Slot("Age.missing"));
        Assert.AreEqual(2, table["Age"].Slots);
        StringAssert.Contains(table["Age"].Reason, "2 are missing");
    }

    [TestMethod]
    public void A_number_that_is_missing_in_new_rows_alone_becomes_the_median()
    {
        FeaturizedTable table = FeaturizedTable.Fit(new[] { 1f, 2, 9, 2 }.Select(age => new { Age = age }));
        Assert.AreSequenceEqual(["Age"], table.SlotNames);
        Assert.AreSequenceEqual([2f, 7], table.Slot("Age", new[] { new { Age = float.NaN }, new { Age = 7f } }));
    }

    [TestMethod]
    public void Missing_numbers_stay_where_the_options_say_so()
    {
        FeaturizedTable table = FeaturizedTable.Fit(
            s_ages.Select(age => new { Age = age }), new FeaturizeTableOptions { MissingValues = TableMissingValues.Keep });
        Assert.AreSequenceEqual(["Age"], table.SlotNames);
        Assert.AreSequenceEqual(s_ages, table.Slot("Age"));
        StringAssert.Contains(table["Age"].Reason, "NaN");
    }

    [TestMethod]
    public void A_number_that_is_the_same_wherever_it_is_there_is_a_mark_alone()
    {
        FeaturizedTable table = FeaturizedTable.Fit(s_ages.Select(age => new { Age = float.IsNaN(age) ? age : 3 }));
        Assert.AreSequenceEqual(["Age.missing"], table.SlotNames);
    }

    [TestMethod]
    public void Texts_that_are_numbers_are_read_as_such()
    {
        FeaturizedTable table = FeaturizedTable.Fit(
            new[] { "12.5", " ", "0", "", "-3e2", "NA", "?", "1889.5" }.Select(text => new { Total = text }));
        Assert.AreSequenceEqual(["Total", "Total.missing"], table.SlotNames);
        Assert.AreSequenceEqual([12.5f, 0, 0, 0, -300, 0, 0, 1889.5f], table.Slot("Total"));
        Assert.AreSequenceEqual([0f, 1, 0, 1, 0, 1, 1, 0], table.Slot("Total.missing"));
        Assert.AreEqual(TableColumnKind.Number, table["Total"].Kind);
        Assert.AreSequenceEqual([1f, 0], table.Slot("Total.missing", new[] { new { Total = "junk" }, new { Total = "5" } }));
    }

    [TestMethod]
    public void Codes_with_leading_zeros_are_levels()
    {
        FeaturizedTable table = FeaturizedTable.Fit(new[] { "01234", "99999", "01234", "99999" }.Select(code => new { Code = code }));
        Assert.AreSequenceEqual(["01234", "99999"], table.SlotNames.Select(name => name.Replace("Code.", "")));
    }

    [TestMethod]
    public void A_vector_of_numbers_passes_and_its_missing_ones_become_the_slots_mean()
    {
        FeaturizedTable table = FeaturizedTable.Fit(new[]
        {
            new Vector { Values = [1, float.NaN, 3] },
            new Vector { Values = [2, 5, 0], Other = 1 },
            new Vector { Values = [3, 7, 0], Other = 2 },
        });
        Assert.AreSequenceEqual([1f, 6, 3, 0, 0, 1, 0], table.Rows[0]);
        Assert.AreEqual(6, table["Values"].Slots);
    }

    [TestMethod]
    public void A_vector_whose_slots_are_categories_keeps_them()
    {
        var ml = new MLContext(seed: 1);
        IDataView data = ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 8).Select(i => new { Colour = i % 2 == 0 ? "red" : "blue", Age = (float)i, Hot = $"h{i % 3}" }));
        data = ml.Transforms.Categorical.OneHotEncoding("Hot").Fit(data).Transform(data);
        FeaturizedTable table = FeaturizedTable.Fit(data);
        Assert.AreSequenceEqual(["Age", "Colour.blue", "Colour.red", "Hot.h0", "Hot.h1", "Hot.h2"], table.SlotNames.Order());
        int[] ranges = table.Ranges;
        Assert.AreSequenceEqual([4, 1, 2], new[] { ranges.Length, ranges[1] - ranges[0], ranges[3] - ranges[2] });
    }

    [TestMethod]
    public void The_median_of_many_numbers_is_near_and_the_same_each_time()
    {
        float[] medians = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            var summary = new NumberSummary();
            for (long i = 0; i < 200_000; i++)
                summary.Add(i * 7919 % 200_000);
            return summary.Median();
        })];
        Assert.AreEqual(medians[0], medians[1]);
        Assert.AreEqual(100_000f, medians[0], 2_000);
    }

    [TestMethod]
    public void A_span_of_time_is_its_ticks()
    {
        var ml = new MLContext(seed: 1);
        IDataView data = ml.Data.LoadFromEnumerable(new[] { 3L, 5 }.Select(ticks => new { Span = TimeSpan.FromTicks(ticks) }));
        IDataView view = ml.Transforms.FeaturizeTable().Fit(data).Transform(data);
        Assert.AreSequenceEqual([3f, 5], Values.Rows(view, "Features").Select(row => row[0]));
    }

    private sealed class Vector
    {
        [VectorType(3)]
        public float[] Values { get; set; } = [];

        public float Other { get; set; }
    }
}
