using Syre.MLNet.Checkpoints;

namespace Syre.MLNet.Tests.Checkpoints;

/// <summary>A checkpoint that is not whole is told, and never used.</summary>
[TestClass]
public sealed class DamagedCheckpointTests
{
    [TestMethod]
    public void A_file_of_any_other_length_is_not_whole()
    {
        using var folder = new CheckpointCase();
        folder.FitUntil(2);
        string file = folder.Files[0];
        byte[] whole = File.ReadAllBytes(file);
        Assert.AreEqual(1, CheckpointFile.ReadHeader(file)!.Epoch);
        int last = whole.Length;
        foreach (int length in (int[])[0, 1, 7, 8, 11, 12, 13, 14, 100, last / 2, last - 33, last - 32, last - 1])
        {
            File.WriteAllBytes(file, whole[..length]);
            Assert.IsNull(CheckpointFile.ReadHeader(file), $"{length} of {whole.Length} bytes");
        }
        File.WriteAllBytes(file, [.. whole, 0]);
        Assert.IsNull(CheckpointFile.ReadHeader(file), "one byte more");
    }

    [TestMethod]
    public void A_file_with_any_other_byte_is_not_whole()
    {
        using var folder = new CheckpointCase();
        folder.FitUntil(2);
        string file = folder.Files[0];
        byte[] bytes = File.ReadAllBytes(file);
        int[] places = [.. Enumerable.Range(0, 16), .. Enumerable.Range(0, 60).Select(i => i * bytes.Length / 60), bytes.Length - 1];
        foreach (int at in places)
        {
            bytes[at] ^= 4;
            File.WriteAllBytes(file, bytes);
            Assert.IsNull(CheckpointFile.ReadHeader(file), $"byte {at} of {bytes.Length}");
            bytes[at] ^= 4;
        }
        File.WriteAllBytes(file, bytes);
        Assert.IsNotNull(CheckpointFile.ReadHeader(file));
    }

    [TestMethod]
    public void The_checkpoint_before_a_damaged_one_is_used_and_the_log_names_the_damaged_one()
    {
        using var folder = new CheckpointCase();
        string expected = folder.Fit();
        folder.FitUntil(5);
        Assert.HasCount(2, folder.Files);
        string damaged = folder.Files[0];
        File.WriteAllBytes(damaged, File.ReadAllBytes(damaged)[..^100]);
        Assert.AreEqual(expected, folder.Fit());
        StringAssert.Contains(folder.Log, $"Warning: The checkpoint '{damaged}' is cut short or damaged");
        StringAssert.Contains(folder.Log, "Training goes on after epoch 3,");
    }

    [TestMethod]
    public void Where_all_are_damaged_training_begins_anew()
    {
        using var folder = new CheckpointCase();
        string expected = folder.Fit();
        folder.FitUntil(5);
        foreach (string file in folder.Files)
            File.WriteAllText(file, "");
        Assert.AreEqual(expected, folder.Fit());
        Assert.DoesNotContain("goes on", folder.Log);
        Assert.AreEqual(2, folder.Log.Split("is cut short or damaged").Length - 1);
    }

    [TestMethod]
    public void A_checkpoint_that_is_there_but_cannot_be_read_ends_the_fit_before_it_costs_the_epochs_in_it()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("Links need rights on Windows.");
            return;
        }
        using var folder = new CheckpointCase();
        folder.FitUntil(3);
        string file = folder.Files[0];
        File.Delete(file);
        File.CreateSymbolicLink(file, "/nowhere/at/all");
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => folder.Fit());
        StringAssert.Contains(e.Message, $"The checkpoint '{file}' is there but cannot be read");
        Assert.HasCount(2, folder.Files);
    }

    [TestMethod]
    public void A_checkpoint_of_another_content_than_the_training_reads_ends_the_fit_before_it_trains_on_from_half_of_it()
    {
        using var folder = new CheckpointCase();
        folder.FitUntil(3);
        string file = folder.Files[0];
        CheckpointHeader header = CheckpointFile.ReadHeader(file)!;
        foreach (int length in (int[])[4, 100_000])
        {
            CheckpointFile.Write(file, header, writer => writer.Write(new byte[length]));
            var e = Assert.ThrowsExactly<InvalidOperationException>(() => folder.Fit());
            StringAssert.Contains(e.Message, $"The checkpoint '{file}' is whole and of this training, but does not fit it");
        }
        File.Delete(file);
        Assert.AreEqual(folder.Fit(), folder.Fit());
    }

    [TestMethod]
    public void What_a_killed_process_left_unfinished_is_deleted()
    {
        using var folder = new CheckpointCase();
        folder.FitUntil(3);
        string unfinished = $"{folder.Files[0]}.abc.saving";
        File.WriteAllText(unfinished, "half a checkpoint");
        folder.FitUntil(4);
        Assert.IsFalse(File.Exists(unfinished));
    }
}
