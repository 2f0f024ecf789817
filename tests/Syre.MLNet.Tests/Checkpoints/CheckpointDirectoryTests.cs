using System.Text.Json;
using Microsoft.ML;
using Syre.MLNet.Tests.Tabular;
using Syre.Tests.Resuming;
using Syre.Torch;

namespace Syre.MLNet.Tests.Checkpoints;

/// <summary>The folder of checkpoints: what it must be, and what goes wrong in it.</summary>
[TestClass]
public sealed class CheckpointDirectoryTests
{
    [TestMethod]
    public void The_folder_is_made_and_a_checkpoint_is_written_before_the_first_epoch_and_after_as_many_as_asked_for()
    {
        using var folder = new CheckpointCase();
        string inside = Path.Combine(folder.Folder, "not", "there");
        List<string> seen = [];
        Trainings.Table(folder.Settings with { Directory = inside, Progress = _ => seen.Add(string.Join(' ', Epochs(inside))) },
            options => options with { CheckpointEvery = 3 });
        Assert.AreSequenceEqual(["0", "0", "0", "0 3", "0 3", "0 3", "3 6", "3 6"], seen);
    }

    [TestMethod]
    public void A_folder_that_cannot_be_written_to_is_told_before_a_row_is_read()
    {
        using var folder = new CheckpointCase();
        string file = Path.Combine(folder.Folder, "file");
        File.WriteAllText(file, "");
        foreach (string path in (string[])[file, Path.Combine(file, "folder")])
        {
            var ml = new MLContext(seed: 1);
            IDataView rows = ml.Data.LoadFromEnumerable(Unread());
            var e = Assert.ThrowsExactly<InvalidOperationException>(() =>
                ml.Regression.Trainers.SyreNetwork(Small.Options with { CheckpointDirectory = path }).Fit(rows));
            StringAssert.Contains(e.Message, $"CheckpointDirectory is '{path}', where no checkpoint can be written");
        }

        static IEnumerable<OneRow> Unread()
        {
            Assert.Fail("A row was read.");
            yield break;
        }
    }

    [TestMethod]
    public void What_has_the_name_of_a_checkpoint_and_is_none_costs_that_checkpoint_and_not_the_training()
    {
        using var folder = new CheckpointCase();
        string expected = folder.Fit();
        folder.FitUntil(2);
        string taken = folder.Files[0].Replace("-000001.", "-000004.", StringComparison.Ordinal);
        Directory.CreateDirectory(taken);
        Assert.AreEqual(expected, folder.Fit());
        StringAssert.Contains(folder.Log, "Warning: The checkpoint of epoch 4 cannot be written");
        Assert.AreEqual(1, folder.Log.Split("cannot be written").Length - 1);
    }

    [TestMethod]
    public void Two_fits_of_the_same_training_at_once_are_refused()
    {
        using var folder = new CheckpointCase();
        InvalidOperationException? refused = null;
        folder.Fit("table", settings => settings with
        {
            Progress = progress => refused ??= Assert.ThrowsExactly<InvalidOperationException>(
                () => Trainings.All["table"](new RunSettings(folder.Folder))),
        });
        StringAssert.Contains(refused!.Message, "another fit of the same rows, options and seed is running");
    }

    [TestMethod]
    public void Checkpoints_need_a_seed_of_the_options_or_the_context()
    {
        SyreNetworkOptions options = Small.Options with { CheckpointDirectory = "folder" };
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MLContext().Regression.Trainers.SyreNetwork(options));
        StringAssert.Contains(e.Message, "CheckpointDirectory needs a seed");
        Assert.IsNotNull(new MLContext().Regression.Trainers.SyreNetwork(options with { Seed = 1 }));
        Assert.IsNotNull(new MLContext(seed: 1).Regression.Trainers.SyreNetwork(options));
    }

    [TestMethod]
    public void Bad_values_are_refused_and_a_file_does_not_keep_the_folder()
    {
        SyreNetworkOptions options = Small.Options with { Seed = 1, CheckpointDirectory = "", CheckpointEvery = 0 };
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MLContext().Regression.Trainers.SyreNetwork(options));
        StringAssert.Contains(e.Message, "CheckpointDirectory is empty");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                () => new MLContext().Regression.Trainers.SyreNetwork(options with { CheckpointDirectory = "a\0b" })).Message,
            "holds a NUL");
        StringAssert.Contains(e.Message, "CheckpointEvery is 0; it must be at least 1");
        Assert.DoesNotContain("Checkpoint", JsonSerializer.Serialize(options));
    }

    [TestMethod]
    public void A_fit_that_throws_after_training_keeps_its_checkpoints_and_leaves_no_lock()
    {
        using var folder = new CheckpointCase();
        SyreNetworkOptions Throwing(SyreNetworkOptions options) => options with
        {
            LearningRate = 1e-9,
            Epochs = 2,
            Collapse = new()
            {
                Policy = CollapsePolicy.Throw,
                ActsOn = CollapseVerdict.Reduced,
                Thresholds = new() { LossReduction = 0.98, FittedLossReduction = 0.99 },
            },
        };
        Assert.ThrowsExactly<CollapseException>(() => Trainings.Table(folder.Settings, Throwing));
        Assert.AreSequenceEqual([1, 2], Epochs(folder.Folder));
        Assert.ThrowsExactly<CollapseException>(() => Trainings.Table(
            folder.Settings with { Progress = _ => Assert.Fail("It was trained again.") }, Throwing));
        Assert.HasCount(2, Directory.GetFiles(folder.Folder));
    }

    private static int[] Epochs(string folder) =>
        [.. Directory.GetFiles(folder, "*.checkpoint").Select(file => int.Parse(Path.GetFileNameWithoutExtension(file)[^6..])).Order()];

    private sealed class OneRow
    {
        [Microsoft.ML.Data.VectorType(2)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
