using System.IO.Compression;
using Microsoft.ML;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.Text;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Persistence;

[TestClass]
public sealed class SyreModelFileTests
{
    private static readonly MLContext s_ml = new(seed: 1);
    private readonly string _path = Path.GetTempFileName();

    [TestCleanup]
    public void Delete() => File.Delete(_path);

    [TestMethod]
    public void Options_seed_and_summary_come_back_from_the_file()
    {
        SyreNetworkOptions options = Small.Options with
        {
            Seed = 42,
            Dropout = 0.3,
            Syre = new SyreOptions { Mode = DecayMode.SyreAdvanced, WeightDecay = 0.1, Sigma0 = 0.5, Anisotropy = 0.2 },
        };
        using SyreNetworkTransformer model = Save(options);
        SyreModelFile file = SyreModelFile.Open(_path);
        Assert.AreEqual("regression", file.Task);
        Assert.AreEqual(typeof(SyreModelFile).Assembly.GetName().Version!.ToString(fieldCount: 3), file.Version);
        Assert.AreEqual(42, file.Summary.Seed);
        Assert.AreEqual(model.Summary, file.Summary);
        Assert.AreEqual(options.Syre, file.Options.Syre);
        var read = (SyreNetworkOptions)file.Options;
        CollectionAssert.AreEqual(options.HiddenLayers.ToArray(), read.HiddenLayers.ToArray());
        Assert.AreEqual(options with { HiddenLayers = [] }, read with { HiddenLayers = [] });
    }

    [TestMethod]
    public void A_network_trained_on_where_labels_fall_as_its_outputs_rise_is_read_back()
    {
        SyreNetworkEstimator trainer = s_ml.Regression.Trainers.SyreNetwork(Small.Options with { Epochs = 40 });
        IDataView data = TestData.Regression(s_ml);
        using SyreNetworkTransformer first = trainer.Fit(data);
        IDataView negated = s_ml.Transforms.Expression("Label", "x : -x", "Label").Fit(data).Transform(data);
        using SyreNetworkTransformer model = trainer.Fit(negated, null, first.Model);
        Assert.IsLessThan(0, model.Model.Task.Objective.Scales[0].Deviation);
        SyreModelFile.Save(s_ml, model, negated.Schema, _path);
        using SyreNetworkModel read = SyreModelFile.Open(_path).CreateModel();
        Assert.AreEqual(model.Model.Task.Objective.Scales[0], read.Task.Objective.Scales[0]);
    }

    [TestMethod]
    public void A_network_of_texts_tells_its_options_summary_and_report_and_is_not_rebuilt()
    {
        IDataView data = TextData.Multiclass(s_ml);
        using SyreTextClassificationTransformer model =
            s_ml.MulticlassClassification.Trainers.SyreTextClassification(SmallText.Options).Fit(data);
        s_ml.Model.Save(model, data.Schema, _path);
        SyreModelFile file = SyreModelFile.Open(_path);
        Assert.AreEqual("multiclass", file.Task);
        Assert.AreEqual(SmallText.Options, file.Options);
        Assert.AreEqual(model.Summary, file.Summary);
        Assert.AreEqual(model.Report.ToJson(), file.Report.ToJson());
        StringAssert.Contains(Assert.ThrowsExactly<NotSupportedException>(() => file.CreateModel()).Message, "network of texts");
    }

    [TestMethod]
    public void The_rebuilt_network_is_the_saved_one_bit_for_bit_and_trains_on()
    {
        IDataView data = TestData.Regression(s_ml);
        using SyreNetworkTransformer model = Save(Small.Options with { ValidationSet = data });
        using SyreNetworkModel rebuilt = SyreModelFile.Open(_path).CreateModel();
        using Tensor rows = rand(7, 4);
        using Tensor expected = model.Model.Network.forward(rows), actual = rebuilt.Network.forward(rows);
        Assert.IsTrue(expected.bytes.SequenceEqual(actual.bytes));

        // With steps too small to matter it is where the first training ended, and not at a new beginning.
        using SyreNetworkTransformer further = s_ml.Regression.Trainers
            .SyreNetwork(Small.Options with { ValidationSet = data, Epochs = 1, LearningRate = 1e-7 }).Fit(data, null, rebuilt);
        Assert.AreEqual(model.Summary.ValidationError!.Value, further.Summary.ValidationError!.Value, 1e-4);
    }

    [TestMethod]
    public void A_network_of_the_users_own_is_rebuilt_by_its_factory_and_refused_without()
    {
        Func<NetworkContext, nn.Module<Tensor, Tensor>> factory = c =>
            nn.Sequential(nn.Linear(c.InputSize, 5), nn.BatchNorm1d(5), nn.Linear(5, c.OutputSize));
        using SyreNetworkTransformer model = Save(Small.Options with { Network = factory });
        SyreModelFile file = SyreModelFile.Open(_path);
        using SyreNetworkModel rebuilt = file.CreateModel(factory);
        using Tensor rows = rand(7, 4);
        using Tensor expected = model.Model.Network.forward(rows), actual = rebuilt.Network.forward(rows);
        Assert.IsTrue(expected.bytes.SequenceEqual(actual.bytes));
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => file.CreateModel()).Message, "factory");
    }

    [TestMethod]
    public void A_sparse_network_is_rebuilt_with_its_slots_and_trains_on()
    {
        IDataView data = SparseFeaturesTests.Rows(s_ml, slots: 5000, rows: 300);
        using SyreNetworkTransformer model = s_ml.BinaryClassification.Trainers.SyreNetwork(Small.Options).Fit(data);
        s_ml.Model.Save(model, data.Schema, _path);
        using SyreNetworkModel rebuilt = SyreModelFile.Open(_path).CreateModel();
        using SyreNetworkTransformer further = s_ml.BinaryClassification.Trainers.SyreNetwork(Small.Options).Fit(data, null, rebuilt);
        Assert.AreEqual(model.Summary.Parameters, further.Summary.Parameters);
    }

    [TestMethod]
    public void A_file_of_other_models_holds_none_and_one_of_several_is_chosen_from_all()
    {
        IDataView data = TestData.Regression(s_ml);
        s_ml.Model.Save(s_ml.Regression.Trainers.Sdca().Fit(data), data.Schema, _path);
        Assert.IsEmpty(SyreModelFile.OpenAll(_path));
        Assert.ThrowsExactly<InvalidDataException>(() => SyreModelFile.Open(_path));

        SyreNetworkEstimator trainer = s_ml.Regression.Trainers.SyreNetwork(Small.Options);
        s_ml.Model.Save(trainer.Append(trainer).Fit(data), data.Schema, _path);
        Assert.HasCount(2, SyreModelFile.OpenAll(_path));
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => SyreModelFile.Open(_path)).Message, "2 networks");
    }

    [TestMethod]
    public void Only_parts_of_ML_NET_are_in_the_file()
    {
        using SyreNetworkTransformer model = Save(Small.Options);
        using ZipArchive zip = ZipFile.OpenRead(_path);
        foreach (ZipArchiveEntry entry in zip.Entries.Where(entry => entry.Name == "Model.key"))
        {
            using var reader = new StreamReader(entry.Open(), System.Text.Encoding.Latin1);
            string text = reader.ReadToEnd().Replace("\0", "");
            StringAssert.Contains(text, "Microsoft.ML");
            Assert.IsFalse(text.Contains("Syre.MLNet"), entry.FullName);
        }
    }

    private SyreNetworkTransformer Save(SyreNetworkOptions options)
    {
        IDataView data = TestData.Regression(s_ml);
        SyreNetworkTransformer model = s_ml.Regression.Trainers.SyreNetwork(options).Fit(data);
        s_ml.Model.Save(model, data.Schema, _path);
        return model;
    }
}
