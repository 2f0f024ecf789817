using Microsoft.ML;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.Text;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Messages;

/// <summary>What messages about options and files say to do.</summary>
[TestClass]
public sealed class OptionRemedyTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    private static IEnumerable<object[]> Options =>
    [
        ["set ValidationFraction above 0", Small.Options with { ValidationFraction = 0, EarlyStoppingPatience = 2 },
            Small.Options with { EarlyStoppingPatience = 2 }],
        [
            "give a ValidationSet", Small.Options with { ValidationFraction = 0, EarlyStoppingPatience = 2 },
            Small.Options with { ValidationFraction = 0, EarlyStoppingPatience = 2, ValidationSet = TestData.Binary(s_ml, 20) },
        ],
        ["or null for none", Small.Options with { EarlyStoppingPatience = 0 }, Small.Options with { EarlyStoppingPatience = null }],
        ["or null for the trainer's default", Small.Options with { LearningRate = 0 }, Small.Options with { LearningRate = null }],
        ["or null for none", Small.Options with { GradientClipNorm = 0 }, Small.Options with { GradientClipNorm = null }],
        ["or null to choose", Small.Options with { Threads = 0 }, Small.Options with { Threads = null }],
        ["must be from 1 to 1024", Small.Options with { Threads = int.MaxValue }, Small.Options with { Threads = 2 }],
        ["or [] for a linear model", Small.Options with { HiddenLayers = null! }, Small.Options with { HiddenLayers = [] }],
        ["Collapse is null; leave it at its default", Small.Options with { Collapse = null! }, Small.Options],
        ["must be auto, cpu, cuda or cuda:N", Small.Options with { Device = "gpu" }, Small.Options with { Device = "auto" }],
        ["name a column or use null", Small.Options with { ExampleWeightColumnName = "" }, Small.Options with
        {
            ExampleWeightColumnName = null,
        }],
        ["choose another name", With(new CollapseOptions { ColumnName = "Score" }), With(new CollapseOptions { ColumnName = "Others" })],
        [
            "choose two names", With(new CollapseOptions { RepresentationColumnName = "Collapse" }),
            With(new CollapseOptions { RepresentationColumnName = "Representation" }),
        ],
        ["or use null", With(new CollapseOptions { ColumnName = "" }), With(new CollapseOptions { ColumnName = null })],
        ["or null for no history", With(new CollapseOptions { HistoryEvery = 0 }), With(new CollapseOptions { HistoryEvery = null })],
        ["or null", With(new CollapseOptions { ReferenceError = -1 }), With(new CollapseOptions { ReferenceError = null })],
        ["mode Plain, choose it", With(new SyreOptions { Sigma0 = 0 }), With(new SyreOptions { Mode = DecayMode.Plain })],
        ["leave it null", With(new SyreOptions { Anisotropy = 0.1 }), With(new SyreOptions { Anisotropy = null })],
        ["choose mode SyreAdvanced", With(new SyreOptions { Anisotropy = 0.1 }),
            With(new SyreOptions { Anisotropy = 0.1, Mode = DecayMode.SyreAdvanced })],
        [
            "choose Stored", With(new SyreOptions { Mode = DecayMode.L2Init, StaticBiasStorage = StaticBiasStorage.Regenerated }),
            With(new SyreOptions { Mode = DecayMode.L2Init, StaticBiasStorage = StaticBiasStorage.Stored }),
        ],
    ];

    [TestMethod]
    [DynamicData(nameof(Options))]
    public void The_remedy_of_an_option_trains(string part, SyreNetworkOptions wrong, SyreNetworkOptions right)
    {
        StringAssert.Contains(Assert.Throws<ArgumentException>(() => s_ml.BinaryClassification.Trainers.SyreNetwork(wrong)).Message, part);
        s_ml.BinaryClassification.Trainers.SyreNetwork(right with { Epochs = 1 }).Fit(TestData.Binary(s_ml, 40)).Dispose();
    }

    [TestMethod]
    public void Raising_the_length_of_texts_cuts_none()
    {
        Assert.IsTrue(Warnings(10).Any(line => line.Contains("Raise MaximumTextLength")));
        Assert.IsFalse(Warnings(10_000).Any(line => line.Contains("MaximumTextLength")));

        static List<string> Warnings(int length)
        {
            var ml = new MLContext(seed: 1);
            List<string> log = [];
            ml.Log += (_, e) => log.Add(e.Message);
            ml.BinaryClassification.Trainers.SyreTextClassification(SmallText.Options with { Epochs = 1, MaximumTextLength = length })
                .Fit(TextData.Binary(ml)).Dispose();
            return log;
        }
    }

    [TestMethod]
    public void A_file_of_two_networks_is_read_by_what_the_message_says()
    {
        IDataView data = TestData.Binary(s_ml, 40);
        using var folder = new TemporaryFolder();
        string path = folder.File("two.zip");
        SyreNetworkEstimator first = Trainer("First"), second = Trainer("Second");
        s_ml.Model.Save(first.Append(s_ml.Transforms.DropColumns("Score", "PredictedLabel", "Probability")).Append(second)
            .Fit(data), data.Schema, path);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidDataException>(() => SyreModelFile.Open(path)).Message, nameof(SyreModelFile.OpenAll));
        Assert.AreEqual(2, SyreModelFile.OpenAll(path).Count);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidDataException>(() => SyreModelFile.ReadReport(path)).Message, nameof(SyreModelFile.ReadReports));
        Assert.AreEqual(2, SyreModelFile.ReadReports(path).Count);

        static SyreNetworkEstimator Trainer(string column) => s_ml.BinaryClassification.Trainers.SyreNetwork(
            Small.Options with { Epochs = 1, Collapse = new CollapseOptions { ColumnName = column } });
    }

    [TestMethod]
    public void A_file_of_a_users_own_network_is_rebuilt_by_its_factory()
    {
        Func<NetworkContext, nn.Module<Tensor, Tensor>> factory = context =>
            nn.Sequential(nn.Linear(context.InputSize, 4), nn.ReLU(), nn.Linear(4, context.OutputSize));
        IDataView data = TestData.Binary(s_ml, 40);
        using var folder = new TemporaryFolder();
        string path = folder.File("own.zip");
        using SyreNetworkTransformer model = s_ml.BinaryClassification.Trainers.SyreNetwork(
            Small.Options with { Epochs = 1, Network = factory }).Fit(data);
        s_ml.Model.Save(model, data.Schema, path);
        SyreModelFile file = SyreModelFile.Open(path);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => file.CreateModel()).Message, "give the factory that made it");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(
                () => file.CreateModel(context => nn.Linear(context.InputSize, context.OutputSize))).Message,
            "Use the factory that made the network");
        file.CreateModel(factory).Dispose();
    }

    private static SyreNetworkOptions With(CollapseOptions collapse) => Small.Options with { Collapse = collapse };

    private static SyreNetworkOptions With(SyreOptions syre) => Small.Options with { Syre = syre };

    private sealed class TemporaryFolder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("syre");

        public string File(string name) => Path.Combine(_folder.FullName, name);

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
