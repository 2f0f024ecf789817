using CollapseLab.Arms;
using CollapseLab.Reports;
using CollapseLab.Statistics;

namespace CollapseLab;

/// <summary>One experiment of the paper, done with the arms and intervals that the paper lacks.</summary>
internal abstract class Experiment
{
    /// <summary>The word on the command line, and the name of its files.</summary>
    public abstract string Verb { get; }

    /// <summary>The heading of its report.</summary>
    public abstract string Title { get; }

    /// <summary>What the paper claims, in one sentence.</summary>
    public abstract string Claim { get; }

    /// <summary>The paper's figure, and where it is known from.</summary>
    public abstract string Paper { get; }

    /// <summary>What is run: network, data, optimizer, length, how γ and λ relate. Markdown, a few sentences.</summary>
    public abstract string Setup { get; }

    /// <summary>The arm of syre that the others are compared with.</summary>
    public abstract Arm Ours { get; }

    /// <summary>All arms, in the order of the tables.</summary>
    public abstract IReadOnlyList<Arm> Arms { get; }

    /// <summary>What every run measures, the most important first.</summary>
    public abstract IReadOnlyList<Measure> Measures { get; }

    /// <summary>What the settings' X is, for the pictures.</summary>
    public abstract string Axis { get; }

    /// <summary>Whether that axis is logarithmic. Default true.</summary>
    public virtual bool AxisIsLogarithmic => true;

    /// <summary>Whether the settings are of different kinds, so that pictures give their names. Default false.</summary>
    public virtual bool AxisHasNames => false;

    /// <summary>Raised whenever a run measures something else than before, so that old results are not taken for new ones.</summary>
    public virtual int Version => 1;

    /// <summary>Seeds of the full version unless the command line says otherwise. Default 5.</summary>
    public virtual int Seeds => 5;

    /// <summary>Name of the set of images that it is about, a folder of the data; null (default) where it makes its own rows.</summary>
    public virtual string? Images => null;

    /// <summary>
    /// Whether a run needs the process for itself, with all cores: because it measures time, or because it draws from libtorch's own
    /// generator, which all threads share. Default false: as many runs as cores at once, each with one thread.
    /// </summary>
    public virtual bool IsAlone => false;

    /// <summary>The points of the sweep.</summary>
    /// <param name="isQuick">Whether those of the small version, which takes under a minute on two cores.</param>
    public abstract IReadOnlyList<Setting> Settings(bool isQuick);

    /// <summary>Whether an arm is run in a setting. Default true.</summary>
    public virtual bool Has(Setting setting, Arm arm) => true;

    /// <summary>Does a run. Must depend on nothing but the trial, and may be called from several threads at once.</summary>
    public abstract Measured Run(Trial trial);

    /// <summary>Computes the verdict from all runs.</summary>
    public abstract Verdict Judge(Outcome outcome);

    /// <summary>The panels of its picture. Default: each drawn measure over the sweep, for each group.</summary>
    public virtual IEnumerable<Chart> Charts(Outcome outcome) =>
        from measure in Measures
        where measure.IsDrawn
        from gathered in outcome.Settings.GroupBy(setting => setting.Group)
        select Chart.OfSweep(outcome, measure, [.. gathered]);

    /// <summary>Rows of images for a picture beside the charts. Default: none.</summary>
    public virtual IReadOnlyList<ImageRow> Gallery(Outcome outcome) => [];
}
