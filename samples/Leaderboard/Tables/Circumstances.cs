using System.Runtime.InteropServices;
using Leaderboard.Trainers;
using Samples.Shared;

namespace Leaderboard.Tables;

/// <summary>How the results came about.</summary>
/// <param name="Command">The arguments.</param>
/// <param name="Seeds">Number of seeds.</param>
/// <param name="MostRows">Most rows to train on; null for all.</param>
internal sealed record Circumstances(string Command, int Seeds, int? MostRows)
{
    /// <summary>Writes them as a list.</summary>
    public void Write(TextWriter output, Standings standings)
    {
        output.WriteLine($"- Command: `dotnet run -c Release --project samples/Leaderboard -- {Command}`");
        output.WriteLine($"- Seeds: 1 to {Seeds}{(MostRows is { } rows ? $"; at most {rows} rows to train on" : "")}");
        output.WriteLine($"- Machine: {Machine.Describe()}");
        IEnumerable<string> packages = standings.Trainers.Select(TrainerKinds.Version).Distinct();
        output.WriteLine($"- Versions: {RuntimeInformation.FrameworkDescription}, {string.Join(", ", packages)}");
        output.WriteLine($"- Date: {DateTime.UtcNow:yyyy-MM-dd}");
        foreach (Trainer trainer in standings.Trainers)
        {
            string options = trainer.Options is { } named ? $"defaults but for `{named.ToJsonString()}`" : "defaults";
            if (trainer.RegressionOptions is { } forNumbers)
                options += $", for numbers `{forNumbers.ToJsonString()}`";
            output.WriteLine($"- {trainer.Title}: {trainer.Kind}, {options}{(trainer.Note is { } note ? $" ({note})" : "")}");
        }
    }
}
