using Microsoft.ML;

namespace Syre.MLNet.Tests.Tables;

/// <summary>Columns that no feature is made of, and decisions that the options overrule.</summary>
[TestClass]
public sealed class LeftOutColumnTests
{
    [TestMethod]
    public void Constants_are_left_out()
    {
        FeaturizedTable table = FeaturizedTable.Fit(Enumerable.Range(0, 20).Select(i => new
        {
            Age = i % 3,
            Number = 3f,
            Text = "always",
            Empty = "",
            NaN = float.NaN,
            Date = new DateTime(2020, 1, 1),
            Flag = true,
        }));
        Assert.AreSequenceEqual(["Age"], table.SlotNames);
        foreach (string column in new[] { "Number", "Text", "Empty", "NaN", "Date", "Flag" })
            Assert.AreEqual(TableColumnKind.Constant, table[column].Kind, column);
    }

    [TestMethod]
    public void Identifiers_are_left_out_and_numbers_that_only_look_like_them_are_not()
    {
        var random = new Random(1);
        FeaturizedTable table = FeaturizedTable.Fit(Enumerable.Range(0, 300).Select(i => new
        {
            Running = (float)(i + 1),
            CustomerNumber = $"{random.Next():x}-{i}",
            customerID = 7e9 + random.NextInt64(1_000_000_000),
            Real = random.NextDouble(),
            Population = (float)random.Next(10_000_000),
            Count = (float)random.Next(50),
            Grid = "grid",
        }).ToArray());
        Assert.AreEqual(TableColumnKind.Identifier, table["Running"].Kind);
        Assert.AreEqual(TableColumnKind.Identifier, table["CustomerNumber"].Kind);
        Assert.AreEqual(TableColumnKind.Identifier, table["customerID"].Kind);
        Assert.AreSequenceEqual(["Real", "Population", "Count"], table.SlotNames);
    }

    [TestMethod]
    public void A_part_of_running_numbers_is_an_identifier_too()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(1, 2000).Where(_ => random.Next(5) > 0).OrderBy(_ => random.Next())
            .Select(i => new { Id = i, Age = i % 7 }).ToArray();
        Assert.AreEqual(TableColumnKind.Identifier, FeaturizedTable.Fit(rows)["Id"].Kind);
    }

    [TestMethod]
    public void Long_texts_are_left_to_the_trainers_of_texts()
    {
        FeaturizedTable table = FeaturizedTable.Fit(Enumerable.Range(0, 60).Select(i => new
        {
            Age = i % 5,
            Review = $"the film number {i} was good",
            Name = i % 2 == 0 ? "a b" : "c d",
            评论 = new string((char)('一' + i), 60),
        }));
        Assert.AreEqual(TableColumnKind.Text, table["Review"].Kind);
        Assert.AreEqual(TableColumnKind.Text, table["评论"].Kind);
        StringAssert.Contains(table["Review"].Reason, "SyreTextClassification");
        Assert.AreEqual(TableColumnKind.Category, table["Name"].Kind);
    }

    [TestMethod]
    public void A_text_that_hardly_repeats_but_is_mostly_missing_tells_whether_it_is_there()
    {
        FeaturizedTable table = FeaturizedTable.Fit(
            Enumerable.Range(0, 200).Select(i => new { Cabin = i % 4 == 0 ? $"C{i}" : "", Age = i % 5 }));
        Assert.AreSequenceEqual(["Age", "Cabin.(other)", "Cabin.(missing)"], table.SlotNames);
    }

    [TestMethod]
    public void Types_that_make_no_feature_are_said()
    {
        FeaturizedTable table = FeaturizedTable.Fit(
            Enumerable.Range(0, 5).Select(i => new Odd { Age = i % 2, Words = ["a", $"{i}"], Several = new float[i] }));
        Assert.AreSequenceEqual(["Age"], table.SlotNames);
        Assert.AreEqual(TableColumnKind.Ignored, table["Words"].Kind);
        Assert.AreEqual(TableColumnKind.Ignored, table["Several"].Kind);
    }

    [TestMethod]
    public void Each_decision_can_be_overruled()
    {
        var rows = Enumerable.Range(0, 40).Select(i => new
        {
            Id = i + 1,
            Zip = (float)(i % 3),
            Code = $"0{i % 2}",
            When = $"2020-01-{i % 28 + 1:d2}",
            Stamp = 20200101 + i % 9,
            Drop = i % 4,
        }).ToArray();
        FeaturizedTable table = FeaturizedTable.Fit(rows, new FeaturizeTableOptions
        {
            Columns = new Dictionary<string, TableColumnKind>
            {
                ["Id"] = TableColumnKind.Number, ["Zip"] = TableColumnKind.Category, ["Code"] = TableColumnKind.Number,
                ["When"] = TableColumnKind.Category, ["Stamp"] = TableColumnKind.Number, ["Drop"] = TableColumnKind.Ignored,
            },
        });
        Assert.AreSequenceEqual(["Id", "Code", "Stamp", "Zip.0", "Zip.1", "Zip.2"], table.SlotNames[..6]);
        Assert.AreEqual(TableColumnKind.Category, table["When"].Kind);
        Assert.AreEqual(0, table["Drop"].Slots);
        Assert.IsTrue(table.Model.Plan.Columns.All(column => column.Reason.StartsWith("the options say so", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void A_category_without_a_level_makes_no_slot()
    {
        var rows = Enumerable.Range(0, 200).Select(i => new { Name = $"row {i}", Same = "x", Age = i % 7 }).ToArray();
        FeaturizedTable table = FeaturizedTable.Fit(rows, new FeaturizeTableOptions
        {
            Columns = new Dictionary<string, TableColumnKind>
            {
                ["Name"] = TableColumnKind.Category,
                ["Same"] = TableColumnKind.Category,
            },
        });
        Assert.AreSequenceEqual(["Age"], table.SlotNames);
        StringAssert.Contains(table["Name"].Reason, "no level is in 5 rows");
    }

    [TestMethod]
    public void A_date_can_be_said_where_some_are_none()
    {
        var rows = Enumerable.Range(0, 20)
            .Select(i => new { When = i == 3 ? "soon" : $"2020-01-{i + 1:d2}", Day = i == 2 ? 0 : 20200101 + i });
        FeaturizedTable table = FeaturizedTable.Fit(rows, new FeaturizeTableOptions
        {
            Columns = new Dictionary<string, TableColumnKind> { ["When"] = TableColumnKind.Date, ["Day"] = TableColumnKind.Date },
        });
        Assert.AreEqual(1f, table.Slot("When.missing")[3]);
        Assert.AreEqual(1f, table.Slot("Day.missing")[2]);
        Assert.AreEqual(6f, table.Slot("When.Day")[5]);
        Assert.AreEqual(6f, table.Slot("Day.Day")[5]);
    }

    [TestMethod]
    public void A_column_named_as_the_features_is_not_read_unless_its_kind_is_said()
    {
        var rows = Enumerable.Range(0, 8).Select(i => new { Features = (float)(i % 3), Age = i % 4 }).ToArray();
        FeaturizedTable table = FeaturizedTable.Fit(rows);
        Assert.AreSequenceEqual(["Age"], table.SlotNames);
        StringAssert.Contains(table["Features"].Reason, "name");
        table = FeaturizedTable.Fit(rows, new FeaturizeTableOptions
        {
            Columns = new Dictionary<string, TableColumnKind> { ["Features"] = TableColumnKind.Number },
        });
        Assert.AreSequenceEqual(["Features", "Age"], table.SlotNames);
    }

    [TestMethod]
    public void A_table_without_a_feature_is_refused_with_its_plan()
    {
        string message = Assert.ThrowsExactly<InvalidOperationException>(
            () => FeaturizedTable.Fit(Enumerable.Range(0, 30).Select(i => new { Id = $"row {i}x", Same = 1 }))).Message;
        StringAssert.Contains(message, "Identifier");
        StringAssert.Contains(message, "Constant");
    }

    [TestMethod]
    public void A_name_that_is_in_no_column_is_refused()
    {
        var ml = new MLContext(seed: 1);
        IDataView data = ml.Data.LoadFromEnumerable(new[] { new { Age = 1 }, new { Age = 2 } });
        foreach (FeaturizeTableOptions options in new FeaturizeTableOptions[]
        {
            new() { IgnoredColumnNames = ["Agee"] }, new() { LabelColumnName = "Agee" },
            new() { Columns = new Dictionary<string, TableColumnKind> { ["Agee"] = TableColumnKind.Number } },
            new() { Columns = new Dictionary<string, TableColumnKind> { ["Age"] = TableColumnKind.Text, ["Agee"] = TableColumnKind.Text } },
        })
        {
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ml.Transforms.FeaturizeTable(options).Fit(data)).Message, "'Agee'");
        }
    }

    [TestMethod]
    public void All_options_that_are_out_of_range_are_told()
    {
        string message = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MLContext().Transforms.FeaturizeTable(
            new FeaturizeTableOptions
            {
                OutputColumnName = "", LabelKind = (TableLabelKind)9, PositiveLabel = "yes", MissingValues = (TableMissingValues)7,
                MaximumLevels = 0, MinimumLevelRows = -1,
                Columns = new Dictionary<string, TableColumnKind> { ["Age"] = TableColumnKind.Label },
            })).Message;
        foreach (string part in new[]
        {
            "OutputColumnName", "LabelKind", "PositiveLabel", "MissingValues", "MaximumLevels", "MinimumLevelRows", "'Age' is Label",
        })
        {
            StringAssert.Contains(message, part);
        }
    }

    private sealed class Odd
    {
        public float Age { get; set; }

        public string[] Words { get; set; } = [];

        public float[] Several { get; set; } = [];
    }
}
