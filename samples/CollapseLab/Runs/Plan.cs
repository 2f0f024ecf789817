using CollapseLab.Data;
using CollapseLab.Statistics;
using Samples.Shared;

namespace CollapseLab.Runs;

/// <summary>The runs of an experiment in one version, with where their results are kept.</summary>
internal sealed class Plan
{
    private readonly ResultFile<RunKey, RunResult> _file;

    /// <param name="experiment">The experiment.</param>
    /// <param name="isQuick">Whether it is the small version.</param>
    /// <param name="seeds">Seeds are 1 to this.</param>
    /// <param name="images">The images; null where it needs none.</param>
    /// <param name="folder">Where the results are.</param>
    public Plan(Experiment experiment, bool isQuick, int seeds, ImageSet? images, string folder)
        : this(experiment, isQuick, seeds, images, images?.Name, FileIn(folder, experiment))
    {
    }

    private Plan(
        Experiment experiment, bool isQuick, int seeds, ImageSet? images, string? imagesName, ResultFile<RunKey, RunResult> file)
    {
        (Experiment, IsQuick, Seeds, ImagesName, _file) = (experiment, isQuick, seeds, imagesName, file);
        Settings = experiment.Settings(isQuick);
        string version = Version(experiment, isQuick) + imagesName;
        Runs = [..
            from setting in Settings
            from seed in Enumerable.Range(1, seeds)
            from arm in experiment.Arms
            where experiment.Has(setting, arm)
            select (
                new RunKey(experiment.Verb, setting.Name, arm.Name, seed, version),
                new Trial(setting, arm, seed, isQuick, images))];
    }

    /// <summary>
    /// The runs that have last been added to a folder, with their images and seeds, to be reported; null where there are none of this
    /// version.
    /// </summary>
    public static Plan? Done(Experiment experiment, bool isQuick, string folder)
    {
        ResultFile<RunKey, RunResult> file = FileIn(folder, experiment);
        string version = Version(experiment, isQuick);
        RunKey[] keys = [.. file.Results
            .Select(result => result.Key)
            .Where(key => experiment.Images is null
                ? key.Version == version
                : key.Version.StartsWith(version, StringComparison.Ordinal) && (isQuick || !key.Version.Contains("quick")))];
        if (keys.Length == 0)
            return null;
        string last = keys[^1].Version;
        string? images = last.Length == version.Length ? null : last[version.Length..];
        return new Plan(experiment, isQuick, keys.Where(key => key.Version == last).Max(key => key.Seed), null, images, file);
    }

    public Experiment Experiment { get; }

    public bool IsQuick { get; }

    public int Seeds { get; }

    /// <summary>Name of the images; null where it needs none.</summary>
    public string? ImagesName { get; }

    public IReadOnlyList<Setting> Settings { get; }

    /// <summary>All runs; those of one seed and setting follow each other.</summary>
    public IReadOnlyList<(RunKey Key, Trial Trial)> Runs { get; }

    /// <summary>Those that have not been done, or failed.</summary>
    public IReadOnlyList<(RunKey Key, Trial Trial)> Left => [.. Runs.Where(run => _file.Find(run.Key) is not { Error: null })];

    /// <summary>Keeps a result.</summary>
    public void Add(RunResult result)
    {
        lock (_file)
            _file.Add(result);
    }

    /// <summary>What came of the runs so far.</summary>
    public Outcome Outcome()
    {
        lock (_file)
        {
            return new Outcome(Experiment, Settings, [.. Runs.Select(run => _file.Find(run.Key)).OfType<RunResult>()])
            {
                IsComplete = Left.Count == 0,
            };
        }
    }

    /// <summary>What the version of a run begins with; the name of its images follows.</summary>
    private static string Version(Experiment experiment, bool isQuick) =>
        $"{experiment.Version}{(isQuick ? ", quick" : "")}{(experiment.Images is null ? "" : ", ")}";

    private static ResultFile<RunKey, RunResult> FileIn(string folder, Experiment experiment) =>
        new(Path.Combine(folder, experiment.Verb + ".jsonl"), result => result.Key);
}
