using System.Diagnostics;
using Syre.Torch;
using TorchSharp;

namespace Syre.Studies.Thresholds;

/// <summary>
/// Chooses the default thresholds of collapse verdicts on networks whose truth is known, and reports how often verdicts are false on
/// others. Test rows are never read.
/// </summary>
internal sealed class ThresholdsStudy : IStudy
{
    /// <inheritdoc/>
    public string Name => "thresholds";

    /// <inheritdoc/>
    public string Question => "By which thresholds is collapse told from capacity control, and how often falsely?";

    /// <inheritdoc/>
    public void Run(StudySettings settings, TextWriter output)
    {
        int threads = torch.get_num_threads();
        torch.set_num_threads(1);
        try
        {
            ThresholdsReport.WriteMethod(output);
            IReadOnlyList<StudyCase> cases = Make(settings, output);
            StudyCase[] choosing = [.. cases.Where(c => c.IsForChoosing)], reported = [.. cases.Where(c => !c.IsForChoosing)];
            CollapseThresholds chosen = ThresholdChoice.Choose(choosing);
            ThresholdsReport.WriteCases(output, cases, chosen);
            ThresholdsReport.WriteNeuralCollapse(output, cases);
            ThresholdsReport.WriteCandidates(output, choosing, chosen);
            ThresholdsReport.WriteAnswer(output, reported, chosen);
        }
        finally
        {
            torch.set_num_threads(threads);
        }
    }

    private static IReadOnlyList<StudyCase> Make(StudySettings settings, TextWriter output)
    {
        var cases = new List<StudyCase>();
        var clock = Stopwatch.StartNew();
        int diverged = 0;
        IReadOnlyList<ProblemSource> sources = ProblemSource.Available(settings.Data);
        foreach ((int index, ProblemSource source) in sources.Index())
        {
            var maker = new CaseMaker(source, index, settings);
            cases.AddRange(maker.Make());
            diverged += maker.Diverged;
            Console.Error.WriteLine(
                $"{source.Name}: {cases.Count} cases, {maker.Diverged} diverged, {clock.Elapsed.TotalSeconds:f0} s so far");
        }
        output.WriteLine($"{cases.Count} networks on {sources.Count} sets ({string.Join(", ", sources.Select(source => source.Name))}); " +
            $"{diverged} more diverged in training and are left out.");
        output.WriteLine();
        return cases;
    }
}
