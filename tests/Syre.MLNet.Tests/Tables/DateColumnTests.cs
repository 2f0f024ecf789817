using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tables.Profiles;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Tables;

/// <summary>What becomes of dates.</summary>
[TestClass]
public sealed class DateColumnTests
{
    private static readonly DateTime[] s_dates =
        [new(2020, 2, 29, 13, 30, 0), default, new(1999, 12, 31), new(2024, 7, 1, 23, 59, 59), new(1969, 12, 31, 6, 0, 0)];

    [TestMethod]
    public void A_date_becomes_its_parts()
    {
        FeaturizedTable table = FeaturizedTable.Fit(s_dates.Select(date => new { When = date }));
        Assert.AreSequenceEqual(["When.Days", "When.Month", "When.Day", "When.DayOfWeek", "When.Hour", "When.missing"], table.SlotNames);
        Assert.AreSequenceEqual([18321f, 2, 29, 6, 13.5f, 0], table.Rows[0]);
        Assert.AreSequenceEqual([10956f, 12, 31, 5, 0, 0], table.Rows[2]);
        Assert.AreSequenceEqual([-1f, 12, 31, 3, 6, 0], table.Rows[4]);
        Assert.AreSequenceEqual([0f, 1, 0, 0, 0], table.Slot("When.missing"));
    }

    [TestMethod]
    public void Parts_that_do_not_vary_are_left_out()
    {
        FeaturizedTable table = FeaturizedTable.Fit(new[] { 1, 5, 9 }.Select(month => new { When = new DateTime(2021, month, 7) }));
        Assert.AreSequenceEqual(["When.Days", "When.Month", "When.DayOfWeek"], table.SlotNames);
    }

    [TestMethod]
    [DataRow("yyyy-MM-dd")]
    [DataRow("yyyy/MM/dd")]
    [DataRow("yyyy-MM-ddTHH:mm")]
    [DataRow("yyyy-MM-dd HH:mm:ss")]
    [DataRow("yyyy-MM-ddTHH:mm:ss.fffffff")]
    [DataRow("yyyy-MM-ddTHH:mm:ssZ")]
    [DataRow("yyyy-MM-ddTHH:mm:ss+00:00")]
    public void Texts_of_ISO_8601_are_dates(string format)
    {
        string[] texts = [.. s_dates.Select(date =>
            date == default ? "" : date.ToString(format.Replace("Z", "'Z'"), CultureInfo.InvariantCulture))];
        DateTime[] dates = [.. texts.Select(text => text.Length == 0
            ? default
            : DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal))];
        FeaturizedTable table = FeaturizedTable.Fit(texts.Select(text => new { When = text }));
        Assert.AreEqual(TableColumnKind.Date, table["When"].Kind);
        Values.MustBeSame(FeaturizedTable.Fit(dates.Select(date => new { When = date })).Rows, table.Rows, 0, format);
        Assert.AreSequenceEqual([1f], table.Slot("When.missing", new[] { new { When = "no date" } }));
    }

    [TestMethod]
    public void A_time_with_an_offset_counts_in_UTC()
    {
        var rows = new[] { 3, 4 }.Select(day => new { When = new DateTimeOffset(2020, 1, day, 1, 0, 0, TimeSpan.FromHours(2)) });
        Assert.AreSequenceEqual([2f, 3], FeaturizedTable.Fit(rows).Slot("When.Day"));
    }

    [TestMethod]
    public void Numbers_of_eight_digits_are_dates_where_all_are()
    {
        var dates = new[] { 20141013.0, double.NaN, 20141209, 20150225 };
        FeaturizedTable table = FeaturizedTable.Fit(dates.Select(date => new { When = date }));
        Assert.AreSequenceEqual(["When.Days", "When.Month", "When.Day", "When.DayOfWeek", "When.missing"], table.SlotNames);
        Assert.AreSequenceEqual([16356f, 10, 13, 1, 0], table.Rows[0]);
        Assert.AreEqual(1f, table.Rows[1][4]);
        Assert.AreSequenceEqual(
            table.Slot("When.Days")[2..], FeaturizedTable.Fit(dates[2..].Select(date => new { When = (int)date })).Slot("When.Days"));
        Assert.AreEqual(
            TableColumnKind.Number, FeaturizedTable.Fit(dates.Append(20141313).Select(date => new { When = date }))["When"].Kind);
    }

    /// <summary>The formulas are ML.NET's integers, which this compares with .NET's calendar on every day that there is.</summary>
    [TestMethod]
    public void Parts_are_exact_on_every_day()
    {
        var ml = new MLContext(seed: 1);
        long last = DateTime.MaxValue.Ticks / TimeSpan.TicksPerDay;
        Instant[] days = [.. Enumerable.Range(1, (int)last)
            .Select(day => new Instant { Ticks = day * TimeSpan.TicksPerDay + day * 7919L })];
        IDataView view = ml.Data.LoadFromEnumerable(days);
        foreach (DatePart part in DatePart.All)
        {
            IDataView parts = ml.Transforms.Expression("Part", part.Expression, "Ticks").Fit(view).Transform(view);
            float[] expected = [.. days.Select(day => (float)part.Of(new DateTime(day.Ticks)))];
            Assert.AreSequenceEqual(expected, parts.GetColumn<float>("Part"), part.Name);
        }
    }

    private sealed class Instant
    {
        public long Ticks { get; set; }
    }
}
