using ScoringService.Models;

namespace Syre.Samples.Tests.Service;

/// <summary>
/// The files that Syre.MLNet's own readers refuse, at the service's door; see tests/Syre.MLNet.Tests/Persistence/Attacks.
/// </summary>
[TestClass]
public sealed class AttackTests
{
    private const int MostTextBytes = 1 << 16;
    private const long MostBytes = 64L << 20;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(1);
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "attacks");

    public static IEnumerable<object[]> Files =>
        File.ReadLines(Path.Combine(s_folder, "messages.tsv")).Select(line => line.Split('\t') as object[]);

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = false)]
    [DynamicData(nameof(Files))]
    public void Is_refused_before_it_is_loaded_in_little_memory_and_time(string name, string message)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(s_folder, name + ".zip"));
        if (name.StartsWith("details-", StringComparison.Ordinal) || name.StartsWith("report-", StringComparison.Ordinal))
        {
            // The service rebuilds no network and draws no report: it hands on what it is told, or says that it cannot be read.
            RefusalOf(name, bytes);
            return;
        }
        InvalidDataException refusal = RefusalOf(name, bytes)!;
        Assert.IsNotNull(refusal);
        if (bytes.Length > 0)
            StringAssert.Contains(refusal.Message, message);
        Assert.ThrowsExactly<InvalidDataException>(() => ModelLoader.Load(name, bytes, Scratch(), MostTextBytes));
    }

    [TestMethod]
    public void The_sound_file_is_loaded()
    {
        ServedModel model = ModelLoader.Load("sound", File.ReadAllBytes(Path.Combine(s_folder, "sound.zip")), Scratch(), MostTextBytes);
        Assert.AreEqual("regression", model.File.Task);
        model.Release();
    }

    private static string Scratch() => Directory.CreateTempSubdirectory("scoring-attack-").FullName;

    private static InvalidDataException? RefusalOf(string name, byte[] bytes)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan start = Environment.CpuUsage.TotalTime;
        InvalidDataException? refusal = null;
        try
        {
            ModelFile.Read(name, bytes);
        }
        catch (InvalidDataException e)
        {
            refusal = e;
        }
        Assert.IsLessThan(s_longest, Environment.CpuUsage.TotalTime - start);
        Assert.IsLessThan(MostBytes, GC.GetTotalAllocatedBytes(precise: true) - before, "bytes allocated");
        return refusal;
    }
}
