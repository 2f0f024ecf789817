namespace Syre.MLNet.Tests.Persistence.Attacks;

[TestClass]
public sealed class AttackTests
{
    private const long MostBytes = 64L << 20;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(1);

    public static IEnumerable<object[]> Files => AttackFiles.All().Select(attack => new object[] { attack.Name, attack.Message });

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = false)]
    [DynamicData(nameof(Files))]
    public void Is_refused_with_its_message_in_little_memory_and_time(string name, string message)
    {
        string path = AttackFiles.PathOf(name);
        InvalidDataException open = Refused(() => SyreModelFile.Open(path), name);
        StringAssert.Contains(open.Message, message);
        StringAssert.Contains(open.Message, path);
        Refused(() => SyreModelFile.OpenAll(path), name);
        if (name.StartsWith("details-", StringComparison.Ordinal))
        {
            Assert.IsNotNull(Bounded(() => SyreModelFile.ReadReport(path).ToString()));
        }
        else
        {
            StringAssert.Contains(
                Refused(() => SyreModelFile.ReadReport(path), name).Message, name == "report-missing" ? "no collapse report" : message);
            if (name != "report-missing")
                Refused(() => SyreModelFile.ReadReports(path), name);
        }
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = false)]
    [DynamicData(nameof(Files))]
    public void Is_inspected_in_little_memory_and_time(string name, string message)
    {
        string path = AttackFiles.PathOf(name);
        ModelInspection? found = null;
        try
        {
            Bounded(() => found = SyreModelFile.Inspect(path));
        }
        catch (InvalidDataException e)
        {
            StringAssert.Contains(e.Message, message);
            return;
        }
        // What a network is said to be is no matter of the inspection.
        if (!name.StartsWith("details-", StringComparison.Ordinal) && !name.StartsWith("report-", StringComparison.Ordinal))
            StringAssert.Contains(found!.ToString(), message);
    }

    [TestMethod]
    public void The_sound_file_is_read_and_says_no_problem()
    {
        string path = AttackFiles.PathOf("sound");
        using SyreNetworkModel model = Bounded(() => SyreModelFile.Open(path)).CreateModel();
        ModelInspection found = Bounded(() => SyreModelFile.Inspect(path));
        Assert.IsEmpty(found.Problems.ToArray(), found.ToString());
        Assert.AreEqual(model.Report.ToJson(), SyreModelFile.ReadReport(path).ToJson());
    }

    [TestMethod]
    public void The_generator_makes_the_files_of_the_folder()
    {
        if (Environment.GetEnvironmentVariable("SYRE_WRITE_ATTACKS") is { Length: > 0 } folder)
            AttackFiles.Write(folder);
        IReadOnlyList<Attack> made = AttackFiles.Make(AttackFiles.SoundFile);
        CollectionAssert.AreEqual(made.Select(attack => (attack.Name, attack.Message)).ToArray(), AttackFiles.All().ToArray());
        CollectionAssert.AreEquivalent(
            made.Select(attack => attack.Name + ".zip").Append("sound.zip").ToArray(),
            Directory.GetFiles(AttackFiles.Folder, "*.zip").Select(Path.GetFileName).ToArray());
    }

    [TestMethod]
    public void Two_tensors_that_stepped_aside_from_one_name_are_refused()
    {
        string path = Spoiled(graph => graph.Add(5, Tensor("Features~", 1)).Add(5, Tensor("Features~~", 1)));
        StringAssert.Contains(Refused(() => SyreModelFile.Open(path), path).Message, "the graph has 'Features' twice");
        File.Delete(path);
    }

    [TestMethod]
    public void Sizes_that_add_up_to_more_than_can_be_counted_are_inspected()
    {
        string path = Spoiled(graph => graph.Add(5, External("a")).Add(5, External("b")).Add(5, External("c")));
        Assert.AreEqual(long.MaxValue, Bounded(() => SyreModelFile.Inspect(path)).Graphs.Max(graph => graph.Parameters));
        File.Delete(path);

        static Message External(string name) => Tensor(name, long.MaxValue).Remove(9).Add(14, 1);
    }

    private static string Spoiled(Action<Message> change)
    {
        string path = Path.GetTempFileName();
        File.WriteAllBytes(path, new SoundModel(AttackFiles.SoundFile).WithGraph(change));
        return path;
    }

    private static Message Tensor(string name, long size) => new Message().Add(1, size).Add(2, 1).Add(8, name).Add(9, new byte[4]);

    private static InvalidDataException Refused<T>(Func<T> read, string name) =>
        Assert.ThrowsExactly<InvalidDataException>(() => Bounded(read), name);

    /// <summary>Runs it and fails where it needs more memory or time of the processor than it may.</summary>
    private static T Bounded<T>(Func<T> read)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan start = Environment.CpuUsage.TotalTime;
        try
        {
            return read();
        }
        finally
        {
            // The machine may be busy with other things, so that a clock would tell of them. What was allocated is at least what was held
            // at any time.
            Assert.IsLessThan(s_longest, Environment.CpuUsage.TotalTime - start);
            Assert.IsLessThan(MostBytes, GC.GetTotalAllocatedBytes(precise: true) - before, "bytes allocated");
        }
    }
}
