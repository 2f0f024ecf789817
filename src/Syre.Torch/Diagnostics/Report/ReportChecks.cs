namespace Syre.Torch.Diagnostics.Report;

/// <summary>Whether the numbers of a report that was read can be those of a report: indices within their layers, counts not negative, lists
/// of one length.</summary>
internal static class ReportChecks
{
    private const int MostProblems = 10;

    /// <exception cref="InvalidDataException">They cannot; the message lists what is wrong.</exception>
    public static void ThrowIfAny(CollapseReport report)
    {
        string[] problems = [.. Problems(report).Take(MostProblems)];
        if (problems.Length > 0)
            throw new InvalidDataException($"The collapse report cannot be: {string.Join("; ", problems)}.");
    }

    private static IEnumerable<string> Problems(CollapseReport report)
    {
        if (report.Rows < 0)
            yield return $"rows is {report.Rows}";
        if (report.Classes < 0)
            yield return $"classes is {report.Classes}";
        if (HasNull(report.Layers) || HasNull(report.History) || HasNull(report.Findings) || HasNull(report.IgnoredFeatures)
            || HasNull(report.Embeddings))
        {
            yield return "a list has a null in it";
            yield break;
        }
        foreach (string problem in report.Layers.SelectMany(Problems)
                     .Concat(report.History.SelectMany(Problems))
                     .Concat(report.Embeddings.SelectMany(Problems))
                     .Concat(report.RowProfile is { } profile ? Problems(profile) : []))
        {
            yield return problem;
        }
        // What a constructor takes and the JSON leaves out is null, whatever the constructor says.
        foreach (CollapseFinding finding in report.Findings.Where(finding => !Enum.IsDefined(finding.Verdict) || finding.Measure is null
            || finding.Sentence is null))
        {
            yield return $"a finding has the verdict {finding.Verdict:D}, the measure '{finding.Measure}' and the sentence " +
                $"'{finding.Sentence}'";
        }

        if (report.Ensemble is { } ensemble && (ensemble.Verdicts is not { Count: > 0 } verdicts || !verdicts.All(Enum.IsDefined)
            || ensemble.Shown < 0 || ensemble.Shown >= verdicts.Count || !(ensemble.Disagreement >= 0)))
        {
            yield return $"an ensemble of {ensemble.Verdicts?.Count ?? 0} verdicts shows {ensemble.Shown} and disagrees by " +
                Figures.Any(ensemble.Disagreement);
        }

        if (report.IgnoredFeatures.Any(feature => feature.Index < 0))
            yield return "an ignored feature has a negative index";
        if (report.Latents is { } latents && latents.MeanVariance.Count != latents.KullbackLeibler.Count)
            yield return $"latents have {latents.MeanVariance.Count} variances and {latents.KullbackLeibler.Count} divergences";
    }

    private static IEnumerable<string> Problems(LayerReport layer)
    {
        string name = $"layer '{layer.Name}'";
        if (layer.Width < 1 || layer.Rows < 0)
            yield return $"{name} has {layer.Width} units and {layer.Rows} rows";
        foreach (LayerMeasures measures in layer.Baseline is null ? [layer.Measured] : new[] { layer.Measured, layer.Baseline })
        {
            UnitMeasures units = measures.Units;
            if (units.Width < 1 || HasNull(units.Duplicates) || HasNull(units.Twins))
                yield return $"{name} has measures of {units.Width} units, or a list with a null in it";
            else if (Indices(units).Any(unit => unit < 0 || unit >= units.Width))
                yield return $"{name} has a unit whose index lies beyond its {units.Width} units";
            if (measures.Mirrors is { NearestPair.Count: not (0 or 2) })
                yield return $"{name} has a nearest pair of {measures.Mirrors.NearestPair.Count} units";
        }
        if (layer.Similarity is { } map
            && (map.Units.Any(unit => unit < 0 || unit >= layer.Width) || (long)map.Units.Count * map.Units.Count != map.Values.Length))
        {
            yield return $"{name} has a similarity of {map.Units.Count} units in {map.Values.Length} values, or of units beyond its own";
        }
    }

    private static IEnumerable<int> Indices(UnitMeasures units) => units.Dead
        .Concat(units.RarelyActive).Concat(units.Dormant).Concat(units.Constant).Concat(units.Vanishing)
        .Concat(units.Duplicates.SelectMany(group => group)).Concat(units.Twins.SelectMany(group => group));

    private static IEnumerable<string> Problems(CollapseEpoch epoch) =>
        epoch.Epoch < 0 || HasNull(epoch.Layers) ? [$"history has an epoch {epoch.Epoch}, or a null among its layers"] : [];

    private static IEnumerable<string> Problems(EmbeddingReport table) =>
        table.Rows < 0 || table.Dimensions < 1 || table.DeadDimensions.Any(index => index < 0 || index >= table.Dimensions)
            ? [$"embedding '{table.Name}' has {table.Rows} rows of {table.Dimensions} dimensions, or a dead one beyond these"]
            : [];

    private static IEnumerable<string> Problems(RowProfile profile)
    {
        if (profile.Rows < 0 || profile.Probabilities.Any(p => !(p is >= 0 and <= 1))
            || profile.Probabilities.Zip(profile.Probabilities.Skip(1)).Any(p => p.First >= p.Second))
        {
            yield return "the row profile's probabilities do not rise within [0, 1]";
        }

        if (HasNull(profile.Slots)
            || profile.Slots.Any(slot => slot.Name is null || slot.Index < 0 || slot.Quantiles?.Count != profile.Probabilities.Count))
        {
            yield return $"a slot of the row profile has no name, not {profile.Probabilities.Count} quantiles, or a negative index";
        }
    }

    private static bool HasNull<T>(IReadOnlyList<T> list)
        where T : class => list.Any(item => item is null);
}
