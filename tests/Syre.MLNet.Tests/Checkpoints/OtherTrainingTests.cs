using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Tabular;
using Syre.Tests.Resuming;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Checkpoints;

/// <summary>A training goes on from its own checkpoints only, however many share the folder.</summary>
[TestClass]
public sealed class OtherTrainingTests
{
    [TestMethod]
    public void Other_rows_begin_anew_and_leave_the_checkpoints_that_are_there()
    {
        using var folder = new CheckpointCase();
        string expected = folder.Fit();
        string other = Trainings.All["table"](new RunSettings(null) { DataSeed = 2 });
        folder.FitUntil(4);
        string[] files = folder.Files;
        Assert.AreEqual(other, folder.Fit("table", settings => settings with { DataSeed = 2 }));
        StringAssert.Contains(folder.Log, "Warning: Training begins at its first epoch");
        StringAssert.Contains(folder.Log, "after epoch 3, is of other training data (240 rows); it is left as it is");
        Assert.AreSequenceEqual(files, folder.Files);
        Assert.AreEqual(expected, folder.Fit());
        StringAssert.Contains(folder.Log, "Training goes on after epoch 3,");
    }

    [TestMethod]
    public void Other_options_and_another_seed_begin_anew_and_the_log_names_them()
    {
        using var folder = new CheckpointCase();
        folder.FitUntil(4);
        folder.FitUntil(2, "table", settings => settings with { Epochs = 7 });
        StringAssert.Contains(folder.Log, "is of other options (Epochs); it is left");
        folder.FitUntil(2, "table", settings => settings with { Epochs = 7, Seed = 4 });
        StringAssert.Contains(folder.Log, "is of other seed; it is left");
        Assert.HasCount(6, folder.Files);
    }

    /// <summary>Rows and options that are data are the same; the network is not, or what is pulled of it.</summary>
    [TestMethod]
    [DataRow(true, "network")]
    [DataRow(false, "decayed parameters")]
    public void Another_number_of_classes_or_other_decayed_parameters_begin_anew(bool classes, string named)
    {
        using var folder = new CheckpointCase();
        Assert.ThrowsExactly<TimeoutException>(() => Fit(changed: false, stopAt: 2));
        Fit(changed: true, stopAt: 0);
        StringAssert.Contains(folder.Log, $"is of other {named};");

        void Fit(bool changed, int stopAt)
        {
            RunSettings settings = folder.Logged();
            var ml = new MLContext(1);
            ml.Log += (_, e) => settings.Log!(e.Message);
            IDataView rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(row => new Numbered
            {
                Features = [row % 3, row % 5], Label = row % 3,
            }).ToArray());
            IDataView keys = ml.Data.LoadFromEnumerable(
                Enumerable.Range(0, classes && changed ? 4 : 3).Select(label => new { Label = label }).ToArray());
            using var model = ml.Transforms.Conversion.MapValueToKey("Label", keyData: keys)
                .Append(ml.MulticlassClassification.Trainers.SyreNetwork(Small.Options with
                {
                    Syre = new() { Parameters = !classes && changed ? (_, parameter) => parameter.dim() > 1 : null },
                    CheckpointDirectory = settings.Directory,
                    Progress = progress =>
                    {
                        if (progress.Epoch == stopAt)
                            throw new TimeoutException();
                    },
                })).Fit(rows);
        }
    }

    [TestMethod]
    public void A_users_network_of_the_same_weights_but_another_activation_or_dropout_begins_anew()
    {
        using var folder = new CheckpointCase();
        Fit(nn.GELU, 0.3, stop: true);
        Fit(nn.GELU, 0.3, stop: true);
        StringAssert.Contains(folder.Log, "Training goes on after epoch 2");
        Fit(nn.SiLU, 0.3, stop: true);
        StringAssert.Contains(folder.Log, "is of other outputs of the network;");
        Fit(nn.SiLU, 0.4, stop: false);
        StringAssert.Contains(folder.Log, "is of other outputs of the network;");

        void Fit(Func<nn.Module<Tensor, Tensor>> activation, double dropout, bool stop)
        {
            RunSettings settings = folder.Logged() with { Progress = progress => Stop(progress, stop) };
            SyreNetworkOptions Own(SyreNetworkOptions options) => options with
            {
                Network = context =>
                    nn.Sequential(nn.Linear(context.InputSize, 8), activation(), nn.Dropout(dropout), nn.Linear(8, context.OutputSize)),
            };
            if (stop)
                Assert.ThrowsExactly<TimeoutException>(() => Trainings.Table(settings, Own));
            else
                Trainings.Table(settings, Own);
        }

        static void Stop(TrainingProgress progress, bool stop)
        {
            if (stop && progress.Epoch == 3)
                throw new TimeoutException();
        }
    }

    [TestMethod]
    public void Training_on_from_another_model_begins_anew()
    {
        using var folder = new CheckpointCase();
        var ml = new MLContext(seed: 1);
        IDataView data = TestData.Binary(ml);
        SyreNetworkEstimator Trainer(int seed, string? directory, Action<TrainingProgress>? progress = null) =>
            ml.BinaryClassification.Trainers.SyreNetwork(
                Small.Options with { Seed = seed, CheckpointDirectory = directory, Progress = progress });
        using SyreNetworkTransformer one = Trainer(1, null).Fit(data), two = Trainer(2, null).Fit(data);
        using SyreNetworkTransformer expected = Trainer(3, null).Fit(data, null, two.Model);
        Assert.ThrowsExactly<TimeoutException>(
            () => Trainer(3, folder.Folder, progress => throw new TimeoutException()).Fit(data, null, one.Model));
        using SyreNetworkTransformer found = Trainer(3, folder.Folder).Fit(data, null, two.Model);
        CollectionAssert.AreEqual(Small.Scores(expected, data), Small.Scores(found, data));
        Assert.HasCount(1, folder.Files);
    }

    [TestMethod]
    public void A_file_under_the_name_of_another_training_is_not_used()
    {
        using var folder = new CheckpointCase();
        string expected = folder.Fit();
        folder.FitUntil(2);
        string mine = folder.Files[0];
        folder.FitUntil(2, "table", settings => settings with { Seed = 4 });
        string others = folder.Files.First(file => !file.StartsWith(mine[..mine.LastIndexOf('-')], StringComparison.Ordinal));
        File.Copy(others, mine, overwrite: true);
        Assert.AreEqual(expected, folder.Fit());
        StringAssert.Contains(folder.Log, $"Warning: The checkpoint '{mine}' is of another training than its name says");
    }

    [TestMethod]
    public void Two_trainers_of_one_pipeline_share_a_folder()
    {
        using var folder = new CheckpointCase();
        IDataView data = TestData.Binary(new MLContext(), 100);
        string expected = Scores(null), found;
        Assert.ThrowsExactly<TimeoutException>(() => Scores(folder.Folder, stopAt: (2, 3)));
        found = Scores(folder.Folder);
        Assert.AreEqual(expected, found);
        Assert.IsEmpty(folder.Files);

        string Scores(string? directory, (int Trainer, int Epoch) stopAt = default)
        {
            // Without a seed of the options: the MLContext's gives each trainer another one, the same in every process.
            var ml = new MLContext(seed: 5);
            SyreNetworkEstimator Trainer(int number) => ml.BinaryClassification.Trainers.SyreNetwork(Small.Options with
            {
                CheckpointDirectory = directory,
                Progress = progress =>
                {
                    if ((number, progress.Epoch) == stopAt)
                        throw new TimeoutException();
                },
                Collapse = new() { ColumnName = $"Collapse{number}" },
            });
            using var model = Trainer(1).Append(ml.Transforms.CopyColumns("First", "Score")).Append(Trainer(2)).Fit(data);
            return string.Join(' ', Small.Column<float>(model.Transform(data), "First").Concat(Small.Scores(model, data)));
        }
    }

    [TestMethod]
    public void Another_number_of_threads_of_libtorch_goes_on_and_the_log_warns_of_it()
    {
        using var folder = new CheckpointCase();
        Assert.ThrowsExactly<TimeoutException>(() => Trainings.Table(
            folder.Logged() with { Progress = _ => throw new TimeoutException() },
            options => options with { Engine = TrainingEngine.Autograd }));
        Trainings.Table(folder.Logged(), options => options with { Engine = TrainingEngine.Autograd, Threads = 2 });
        StringAssert.Contains(folder.Log, "1 thread(s)");
        StringAssert.Contains(folder.Log, "the model may differ in its last digits");
        StringAssert.Contains(folder.Log, "Training goes on after epoch 0,");
    }

    private sealed class Numbered
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [0, 0];

        public int Label { get; set; }
    }
}
