using System.Diagnostics;

namespace Syre.Tests.Resuming;

/// <summary>Kills trainings at random moments, and looks whether they end as if nothing had happened.</summary>
/// <param name="seed">Of the moments.</param>
internal sealed class Killing(int seed)
{
    private readonly Random _random = new(seed);
    private int _kills, _inTraining, _whileWriting;

    /// <summary>Trains as a child process does.</summary>
    public static string Train(string training, string? folder) =>
        Trainings.All[training](new RunSettings(folder) { Epochs = 100, Rows = 400 });

    /// <summary>Kills so many times, one training after the other; each is started again until it ends. Whether all ended as they should.</summary>
    public bool Run(int kills)
    {
        Console.WriteLine($"{kills} kills, seed {seed}");
        var expected = new Dictionary<string, string>();
        bool good = true;
        for (int round = 0; _kills < kills; round++)
        {
            string training = Trainings.All.Keys.ElementAt(round % Trainings.All.Count);
            if (!expected.TryGetValue(training, out string? whole))
                expected[training] = whole = Train(training, folder: null);
            good &= KillAndCompare(training, whole, kills);
        }
        Console.WriteLine($"{_kills} kills, {_inTraining} of them between the first and the last epoch, {_whileWriting} while a checkpoint was written: " +
            $"{(good ? "every training ended with the bits of one that was not stopped" : "NOT ALL TRAININGS ENDED AS THEY SHOULD")}.");
        return good;
    }

    private bool KillAndCompare(string training, string expected, int kills)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("syre-killed-");
        string result = Path.Combine(folder.FullName, "result.txt");
        int before = _kills;
        try
        {
            // From the first start to the last epoch; what a start takes by itself is in it.
            var clock = Stopwatch.StartNew();
            TimeSpan longest = TimeSpan.FromSeconds(4);
            while (!File.Exists(result))
            {
                using Process child = Start("fit", training, folder.FullName, result);
                if (_kills < kills && !child.WaitForExit(_random.NextDouble() * longest))
                    Kill(child, folder);
                child.WaitForExit();
            }
            bool same = File.ReadAllText(result) == expected;
            Console.WriteLine($"{training}: {_kills - before} kills, {clock.Elapsed.TotalSeconds:f0} s, {(same ? "the same bits" : "OTHER BITS")}");
            if (!same)
                Console.WriteLine($"expected\n{expected}\ngot\n{File.ReadAllText(result)}");
            return same;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void Kill(Process child, DirectoryInfo folder)
    {
        child.Kill();
        child.WaitForExit();
        _kills++;
        _whileWriting += folder.GetFiles("*.saving").Length > 0 ? 1 : 0;
        _inTraining += folder.GetFiles("*.checkpoint").Any(file => !file.Name.Contains("-000000.", StringComparison.Ordinal)) ? 1 : 0;
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments))!;
}
