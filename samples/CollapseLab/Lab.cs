using CollapseLab.Data;
using CollapseLab.Experiments.Attention;
using CollapseLab.Experiments.Compatibility;
using CollapseLab.Experiments.Contrastive;
using CollapseLab.Experiments.Control;
using CollapseLab.Experiments.ControlTask;
using CollapseLab.Experiments.Features;
using CollapseLab.Experiments.NeuralCollapse;
using CollapseLab.Experiments.Overhead;
using CollapseLab.Experiments.Permuted;
using CollapseLab.Experiments.Posterior;
using CollapseLab.Experiments.Reparametrised;
using CollapseLab.Experiments.Ridge;
using CollapseLab.Experiments.Trap;
using CollapseLab.Reports;
using CollapseLab.Runs;
using CollapseLab.Statistics;

namespace CollapseLab;

/// <summary>The experiments, and how they are run and reported.</summary>
/// <param name="isQuick">Whether the small versions are run.</param>
/// <param name="seeds">Seeds are 1 to this; null for each experiment's own number, 3 in the small version.</param>
/// <param name="data">The folder of images; null for where they usually are.</param>
/// <param name="folder">Where results are.</param>
internal sealed class Lab(bool isQuick, int? seeds, string? data, string folder)
{
    private const int QuickSeeds = 3;
    private readonly Dictionary<string, ImageSet> _images = [];

    /// <summary>All experiments, in the order in which they are run and listed.</summary>
    public static IReadOnlyList<Experiment> Experiments { get; } =
    [
        new TrapExperiment(),
        new RidgeExperiment(),
        new ReparametrisedExperiment(),
        new ControlExperiment(),
        new FeaturesExperiment(),
        new AttentionExperiment(),
        new CompatibilityExperiment(),
        new PosteriorExperiment(),
        new ContrastiveExperiment(),
        new PermutedExperiment(),
        new ControlTaskExperiment(),
        new NeuralCollapseExperiment(),
        new OverheadExperiment(),
    ];

    /// <summary>Does what is left of some experiments and writes their reports.</summary>
    /// <param name="experiments">The experiments.</param>
    /// <param name="workers">Runs at once.</param>
    public void Run(IReadOnlyList<Experiment> experiments, int workers)
    {
        Directory.CreateDirectory(folder);
        foreach (Experiment experiment in experiments)
        {
            var plan = new Plan(
                experiment, isQuick, seeds ?? (isQuick ? QuickSeeds : experiment.Seeds), ImagesOf(experiment), folder);
            new Runner(plan, workers, Console.Out).Run();
            Report(plan);
            WriteOverview();
        }
    }

    /// <summary>Writes the reports of what has results, without doing any run.</summary>
    /// <exception cref="InvalidDataException">There is no such folder.</exception>
    public void ReportAll()
    {
        if (!Directory.Exists(folder))
            throw new InvalidDataException($"There is no folder '{folder}' with results.");
        foreach (Plan plan in Done())
            Report(plan);
        WriteOverview();
    }

    private IEnumerable<Plan> Done() => Experiments.Select(experiment => Plan.Done(experiment, isQuick, folder)).OfType<Plan>();

    /// <summary>The small version has the built-in images, so that it gives the same everywhere.</summary>
    private ImageSet? ImagesOf(Experiment experiment)
    {
        if (experiment.Images is not { } name)
            return null;
        if (!_images.TryGetValue(name, out ImageSet? images))
            _images[name] = images = isQuick ? DrawnDigits.Draw() : ImageFinder.Find(name, data);
        return images;
    }

    private void Report(Plan plan)
    {
        Outcome outcome = plan.Outcome();
        string path = Path.Combine(folder, plan.Experiment.Verb);
        using (var markdown = new StreamWriter(path + ".md"))
            MarkdownReport.Write(markdown, plan, plan.Experiment.Verb + ".png");
        using (var csv = new StreamWriter(path + ".csv"))
            CsvReport.Write(csv, outcome);
        ChartPicture.Save([.. plan.Experiment.Charts(outcome)], path + ".png");
        if (plan.Experiment.Gallery(outcome) is { Count: > 0 } gallery)
            GalleryPicture.Save(gallery, path + "-images.png");
        Console.WriteLine($"{plan.Experiment.Verb}: {Overview.Word(outcome)}. {Overview.Ours(outcome).ReplaceLineEndings(" ")}");
    }

    private void WriteOverview()
    {
        using var overview = new StreamWriter(Path.Combine(folder, "README.md"));
        Overview.Write(overview, Done().Select(plan => plan.Outcome()));
    }
}
