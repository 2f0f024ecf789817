using Microsoft.ML;
using Syre.MLNet.Stock;
using Syre.MLNet.Zip;

namespace Syre.MLNet.Tests.Persistence.Saving;

[TestClass]
public sealed class AtomicSavingTests
{
    private static readonly MLContext s_ml = new(seed: 1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("syre-saving-");

    private string Model => Path.Combine(_folder.FullName, "model.zip");

    [TestCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    [TestMethod]
    public void A_saved_model_loads_with_its_entries_and_leaves_nothing_beside_it()
    {
        IDataView data = TestData.Regression(s_ml);
        ITransformer model = Stock(data);
        model.SaveAtomically(s_ml, data.Schema, Model, new Dictionary<string, string> { ["card.json"] = "{}" });
        ITransformer loaded = s_ml.Model.LoadSurely(Model, out DataViewSchema schema);
        Assert.AreEqual(data.Schema.Count, schema.Count);
        Assert.IsNotNull(loaded.Transform(data).Schema.GetColumnOrNull("Score"));
        ModelInspection found = SyreModelFile.Inspect(Model);
        Assert.Contains("card.json", found.Entries.Select(entry => entry.Name));
        Assert.Contains(HashList.EntryName, found.Entries.Select(entry => entry.Name));
        Assert.IsEmpty(found.Problems.ToArray(), found.ToString());
        Assert.HasCount(1, _folder.GetFiles());
    }

    [TestMethod]
    public void A_save_that_throws_leaves_the_model_of_before_and_nothing_beside_it()
    {
        IDataView data = TestData.Regression(s_ml);
        SyreModelFile.Save(s_ml, Stock(data), data.Schema, Model);
        byte[] before = File.ReadAllBytes(Model);
        ITransformer unsavable = s_ml.Transforms.CustomMapping<Row, Row>((_, _) => { }, contractName: null).Fit(data);
        Exception thrown = Assert.Throws<Exception>(() => SyreModelFile.Save(s_ml, unsavable, data.Schema, Model));
        StringAssert.Contains(thrown.Message, "contract");
        CollectionAssert.AreEqual(before, File.ReadAllBytes(Model));
        Assert.HasCount(1, _folder.GetFiles());
    }

    [TestMethod]
    public void A_link_is_followed_and_permissions_are_kept()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("Links need rights on Windows.");
            return;
        }
        IDataView data = TestData.Regression(s_ml);
        File.WriteAllText(Model, "the model of before");
        File.SetUnixFileMode(Model, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        string link = Path.Combine(_folder.FullName, "link.zip");
        File.CreateSymbolicLink(link, "model.zip");
        SyreModelFile.Save(s_ml, Stock(data), data.Schema, link);
        Assert.AreEqual("model.zip", new FileInfo(link).LinkTarget);
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Model));
        Assert.IsEmpty(SyreModelFile.OpenAll(Model));
    }

    private static ITransformer Stock(IDataView data) => s_ml.Regression.Trainers.Sdca().Fit(data);

    private sealed class Row;
}
