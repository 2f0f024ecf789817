using System.Reflection;
using System.Runtime.InteropServices;
using CollapseLab.Runs;
using Samples.Shared;
using Syre.Torch;
using TorchSharp;

namespace CollapseLab.Reports;

/// <summary>How results came about.</summary>
internal static class Circumstances
{
    /// <summary>Writes them as a list.</summary>
    public static void Write(TextWriter output, Plan plan)
    {
        IReadOnlyCollection<RunResult> results = plan.Outcome().Results;
        double minutes = results.Sum(result => result.Seconds) / 60;
        output.WriteLine($"- Command: `dotnet run -c Release --project samples/CollapseLab -- {plan.Experiment.Verb}" +
            $"{(plan.IsQuick ? " --quick" : "")} --seeds {plan.Seeds}`");
        output.WriteLine($"- Seeds: 1 to {plan.Seeds}; {results.Count} of {plan.Runs.Count} runs, {minutes:f0} minutes of them together");
        if (plan.ImagesName is { } images)
            output.WriteLine($"- Images: {images}");
        output.WriteLine($"- Machine of the report: {Machine.Describe()}");
        output.WriteLine($"- Versions of the report: {RuntimeInformation.FrameworkDescription}, Syre.Torch {Version(typeof(SyreAdamW))}, " +
            $"TorchSharp {Version(typeof(torch))}, experiment {plan.Experiment.Version}");
        output.WriteLine($"- Written: {DateTime.UtcNow:yyyy-MM-dd}");
    }

    private static string Version(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? type.Assembly.GetName().Version!.ToString();
}
