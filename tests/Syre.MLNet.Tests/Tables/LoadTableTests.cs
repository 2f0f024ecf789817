using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Tables;

/// <summary>Tables in text files, as people have them.</summary>
[TestClass]
public sealed class LoadTableTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("syre-table-").FullName;

    [TestCleanup]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void Names_and_types_are_found_out()
    {
        IDataView view = Load(""""
            age,income,colour,member,since,id
            12,1.5,red,true,2020-01-05,9000000001
            ,,"blue, dark",False,,9000000002
            7,2e3,"say ""hi""",TRUE,2021-12-31,9000000003
            """");
        Assert.AreSequenceEqual(["age", "income", "colour", "member", "since", "id"], view.Schema.Select(column => column.Name));
        Assert.AreSequenceEqual([12f, float.NaN, 7], Values.Column<float>(view, "age"));
        Assert.AreSequenceEqual([1.5f, float.NaN, 2000], Values.Column<float>(view, "income"));
        Assert.AreSequenceEqual(["red", "blue, dark", "say \"hi\""], Values.Column<string>(view, "colour"));
        Assert.AreSequenceEqual([true, false, true], Values.Column<bool>(view, "member"));
        Assert.AreSequenceEqual(
            [new(2020, 1, 5), default, new(2021, 12, 31)], Values.Column<DateTime>(view, "since"));
        Assert.AreSequenceEqual([9000000001.0, 9000000002, 9000000003], Values.Column<double>(view, "id"));
    }

    [TestMethod]
    [DataRow(',')]
    [DataRow(';')]
    [DataRow('\t')]
    [DataRow('|')]
    public void The_separator_is_found_out(char separator)
    {
        char other = separator == ',' ? ';' : ',';
        IDataView view = Load(string.Concat(
            Enumerable.Range(0, 9).Select(i => string.Join(separator, i, $"word{(i % 2 == 0 ? other : "")} text", $"{i / 2}\n"))));
        Assert.AreEqual(3, view.Schema.Count);
        Assert.AreEqual(9, view.GetColumn<float>("Column1").Count());
    }

    [TestMethod]
    public void Commas_for_points_are_read_where_they_separate_nothing()
    {
        IDataView view = Load("name;preis\na;12,5\nb;3\nc;-0,25\n");
        Assert.AreSequenceEqual([12.5f, 3, -0.25f], Values.Column<float>(view, "preis"));
    }

    [TestMethod]
    public void A_file_without_header_has_numbered_columns()
    {
        Assert.AreSequenceEqual(["Column1", "Column2"], Load("1,a\n2,b\n").Schema.Select(column => column.Name));
        Assert.AreSequenceEqual(["Column1", "Column2"], Load("a,b\nb,a\na,a\n").Schema.Select(column => column.Name));
        Assert.AreSequenceEqual(["name", "town"], Load("name,town\nann,ulm\nbob,ulm\n").Schema.Select(column => column.Name));
        Assert.AreSequenceEqual(
            ["1", "a"], Load("1,a\n2,b\n", new TableFileOptions { HasHeader = true }).Schema.Select(column => column.Name));
    }

    [TestMethod]
    public void Names_are_made_different()
    {
        Assert.AreSequenceEqual(
            ["x", "x_2", "Column3"],
            Load(" x ,x,\n1,2,3\n", new TableFileOptions { HasHeader = true }).Schema.Select(column => column.Name));
    }

    [TestMethod]
    public void A_quoted_field_may_go_over_lines()
    {
        IDataView view = Load("a,b\n1,\"two\nlines\"\n2,one\n");
        Assert.AreSequenceEqual(["two\nlines", "one"], Values.Column<string>(view, "b"));
        Assert.AreSequenceEqual([1f, 2], Values.Column<float>(view, "a"));
    }

    [TestMethod]
    public void A_compressed_file_is_unpacked()
    {
        string path = Path.Combine(_folder, "table.csv.gz");
        using (var writer = new StreamWriter(new GZipStream(File.Create(path), CompressionMode.Compress)))
            writer.Write("a,b\n1,x\n2,y\n");
        IDataView view = _ml.Data.LoadTable(path);
        Assert.AreSequenceEqual([1f, 2], Values.Column<float>(view, "a"));
        Assert.AreSequenceEqual(["x", "y"], Values.Column<string>(view, "b"));
    }

    [TestMethod]
    public void Another_file_has_the_columns_of_the_first_by_name()
    {
        IDataView first = Load("code,age,label\n1a,3,yes\n2b,,no\n");
        IDataView other = _ml.Data.LoadTable(Write("age,more,code\n7,x,5\n8,y,6\n"), first.Schema);
        Assert.AreSequenceEqual(["code", "age", "label"], other.Schema.Select(column => column.Name));
        Assert.AreSequenceEqual(["5", "6"], Values.Column<string>(other, "code"));
        Assert.AreSequenceEqual([7f, 8], Values.Column<float>(other, "age"));
        Assert.AreSequenceEqual(["", ""], Values.Column<string>(other, "label"));
        IDataView code = _ml.Data.LoadTable(Write("code\nx\ny\n"), first.Schema);
        Assert.AreSequenceEqual([float.NaN, float.NaN], Values.Column<float>(code, "age"));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadTable(Write("u,v\n1,2\n"), first.Schema)).Message, "u, v");
    }

    [TestMethod]
    public void What_comes_after_the_rows_that_were_looked_at_is_missing_where_it_does_not_fit()
    {
        IDataView view = Load("a,b,c\n1,true,2020-01-01\n2,false,2020-01-02\nx,y,z\n", new TableFileOptions { InferenceRows = 2 });
        Assert.AreSequenceEqual([1f, 2, float.NaN], Values.Column<float>(view, "a"));
        Assert.AreSequenceEqual(["true", "false", "y"], Values.Column<string>(view, "b"));
        Assert.AreSequenceEqual(["2020-01-01", "2020-01-02", "z"], Values.Column<string>(view, "c"));
    }

    [TestMethod]
    public void A_file_that_is_no_table_is_refused()
    {
        Assert.ThrowsExactly<FileNotFoundException>(() => _ml.Data.LoadTable(Path.Combine(_folder, "none.csv")));
        Assert.ThrowsExactly<InvalidDataException>(() => Load(""));
        Assert.ThrowsExactly<InvalidDataException>(() => Load("a,b\n", new TableFileOptions { HasHeader = true }));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Load("a", new TableFileOptions { Separator = '"', InferenceRows = 0 }));
    }

    private IDataView Load(string text, TableFileOptions? options = null) => _ml.Data.LoadTable(Write(text), options: options);

    private string Write(string text)
    {
        string path = Path.Combine(_folder, $"{Guid.NewGuid():n}.csv");
        File.WriteAllText(path, text);
        return path;
    }
}
