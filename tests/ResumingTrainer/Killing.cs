using System.Diagnostics;

namespace Syre.Tests.Resuming;

/// <summary>Kills trainings at random moments, and looks whether they end as if nothing had happened.</summary>
/// <param name="seed">Of the moments.</param>
internal sealed class Killing(int seed)
{
    private readonly Random _random = new(seed);
    private readonly HashSet<string> _unfinished = [];
    private readonly Dictionary<string, (string Bits, TimeSpan Time)> _whole = [];
    private int _kills, _inTraining;

    /// <summary>
    /// Kills so many times, one training after the other; each is started again until it ends. Whether all ended as they should.
    /// </summary>
    public bool Run(int kills)
    {
        Console.WriteLine($"{kills} kills, seed {seed}");
        bool good = true;
        for (int round = 0; _kills < kills; round++)
            good &= KillAndCompare(Trainings.All.Keys.ElementAt(round % Trainings.All.Count), kills);
        string outcome = good ? "every training ended with the bits of one that was not stopped" : "NOT ALL TRAININGS ENDED AS THEY SHOULD";
        Console.WriteLine(
            $"{_kills} kills, {_inTraining} of them after the first epoch, {_unfinished.Count} as a checkpoint was written: {outcome}.");
        return good;
    }

    private bool KillAndCompare(string training, int kills)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("syre-killed-");
        string result = Path.Combine(folder.FullName, "result.txt");
        try
        {
            (string expected, TimeSpan time) = Whole(training, result);
            int before = _kills, starts = 0;
            for (; !File.Exists(result); starts++)
            {
                using Process child = Start("fit", training, folder.FullName, result);
                // On a machine that is busier than it was, no process would come far: each is given a little more than the one before.
                if (_kills < kills && !child.WaitForExit((1 + 0.1 * starts) * _random.NextDouble() * time))
                    Kill(child, folder);
                child.WaitForExit();
                // A process that was not killed and left nothing has failed, and would again.
                if (_kills - before == starts && !File.Exists(result))
                    return Told(training, $"failed with exit code {child.ExitCode}", good: false);
            }
            string found = File.ReadAllText(result);
            string outcome = found == expected ? "the same bits" : $"expected\n{expected}\ngot\n{found}";
            return Told(training, $"{_kills - before} kills, {outcome}", found == expected);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What comes of the training where nothing stops it, and how long the process takes.</summary>
    private (string Bits, TimeSpan Time) Whole(string training, string result)
    {
        if (_whole.TryGetValue(training, out (string Bits, TimeSpan Time) known))
            return known;
        var clock = Stopwatch.StartNew();
        using (Process child = Start("fit", training, "-", result))
            child.WaitForExit();
        known = _whole[training] = (File.ReadAllText(result), clock.Elapsed);
        File.Delete(result);
        Console.WriteLine($"{training}: {known.Time.TotalSeconds:f1} s without a kill");
        return known;
    }

    private void Kill(Process child, DirectoryInfo folder)
    {
        child.Kill();
        child.WaitForExit();
        _kills++;
        _unfinished.UnionWith(folder.GetFiles("*.saving").Select(file => file.FullName));
        _inTraining += folder.GetFiles("*.checkpoint").Any(file => !file.Name.Contains("-000000.", StringComparison.Ordinal)) ? 1 : 0;
    }

    private static bool Told(string training, string what, bool good)
    {
        Console.WriteLine($"{training}: {what}");
        return good;
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments))!;
}
