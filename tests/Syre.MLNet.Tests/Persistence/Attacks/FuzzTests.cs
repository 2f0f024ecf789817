using System.Diagnostics;
using Microsoft.ML;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Tabular;

namespace Syre.MLNet.Tests.Persistence.Attacks;

/// <summary>
/// Changed files are refused with the one documented exception, or are as good as the sound one: the same predictions, and a report that
/// can be read. No
/// crash, no hang, no other exception.
/// </summary>
[TestClass]
public sealed class FuzzTests
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(2);
    private readonly string _path = Path.GetTempFileName();

    [TestCleanup]
    public void Delete() => File.Delete(_path);

    [TestMethod]
    public void Three_hundred_changed_files_are_refused_or_as_good() => Try(mutations: 300, seed: 1);

    [TestMethod]
    [TestCategory("Long"), Long]
    public void Twelve_thousand_changed_files_are_refused_or_as_good() => Try(mutations: 12_000, seed: 2);

    private void Try(int mutations, int seed)
    {
        var sound = new SoundModel(AttackFiles.SoundFile);
        float[] expected = Scores(AttackFiles.PathOf("sound"));
        var random = new Random(seed);
        var accepted = new List<string>();
        for (int i = 0; i < mutations; i++)
        {
            (string kind, byte[] bytes) = Mutation.Make(sound, random);
            File.WriteAllBytes(_path, bytes);
            TimeSpan start = Environment.CpuUsage.TotalTime;
            bool isAccepted = Reads($"mutation {i}, {kind}");
            Assert.IsLessThan(s_longest, Environment.CpuUsage.TotalTime - start, $"mutation {i}, {kind}");
            if (!isAccepted)
                continue;
            accepted.Add(kind);
            // A flipped bit of a date changes nothing. Files of before seals can be told that they were trained for one epoch more. What
            // they predict is the graph's, which was not changed.
            CollectionAssert.AreEqual(expected, Scores(_path), $"mutation {i}, {kind}");
        }
        Trace.WriteLine($"{accepted.Count} of {mutations} accepted: {string.Join(", ", accepted.CountBy(kind => kind))}");
        Assert.IsLessThan(mutations / 5, accepted.Count);
    }

    /// <summary>Whether the file is opened; whatever reader is asked, it answers or refuses.</summary>
    private bool Reads(string mutation)
    {
        bool isSound = !IsRefused(() => SyreModelFile.Open(_path), mutation);
        if (!IsRefused(() => SyreModelFile.ReadReport(_path), mutation))
        {
            string text = SyreModelFile.ReadReport(_path).ToString();
            Assert.IsNotEmpty(text, mutation);
        }
        IsRefused(() => SyreModelFile.Inspect(_path).ToString(), mutation);
        if (isSound)
            IsRefused(() => SyreModelFile.Open(_path).CreateModel().Dispose(), mutation);
        return isSound;
    }

    private static bool IsRefused(Action read, string mutation)
    {
        try
        {
            read();
            return false;
        }
        catch (InvalidDataException)
        {
            return true;
        }
        catch (Exception e)
        {
            throw new AssertFailedException($"{mutation}: {e}", e);
        }
    }

    private static bool IsRefused<T>(Func<T> read, string mutation) => IsRefused(() => { read(); }, mutation);

    private static float[] Scores(string path)
    {
        var mlContext = new MLContext(seed: 1);
        ITransformer model = mlContext.Model.LoadSurely(path, out _);
        using var owned = model as IDisposable;
        return Small.Scores(model, TestData.Regression(mlContext));
    }
}
