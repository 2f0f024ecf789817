using System.Text;
using Syre.Torch.Diagnostics.Text;

namespace Syre.Torch.Diagnostics.Report;

/// <summary>Writes a report for people: as plain text and as Markdown.</summary>
internal static class ReportText
{
    /// <summary>What a low rank does not say.</summary>
    public const string Caution =
        "Rank is not accuracy: a network can lose rank and predict as well as before. Reduced says that capacity is gone, collapsed " +
        "that a second sign says it was needed.";

    /// <summary>Plain text: a title, an aligned table, the findings.</summary>
    public static string Plain(CollapseReport report)
    {
        var text = new StringBuilder();
        text.Append($"{OneLine(report.Name)}: {Figures.Word(report.Verdict).ToUpperInvariant()}\n{Extent(report)}\n\n");
        if (report.Layers.Count > 0)
        {
            Layers(report, OneLine).WriteAligned(text);
            text.Append('\n');
        }
        foreach (string remark in Remarks(report))
            text.Append(remark).Append('\n');
        if (report.Findings.Count > 0)
            text.Append("Findings:\n");
        foreach (CollapseFinding finding in report.Findings)
            text.Append($"- {Figures.Word(finding.Verdict)}: {OneLine(finding.Sentence)}\n");
        if (report.NotMeasured.Count > 0)
            text.Append("Not measured:\n");
        foreach (NotMeasured missing in report.NotMeasured)
            text.Append($"- {OneLine(missing.Sentence)}\n");
        return text.ToString().TrimEnd();
    }

    /// <summary>Markdown: a heading, a table, lists.</summary>
    public static string Markdown(CollapseReport report)
    {
        var text = new StringBuilder();
        text.Append($"### {MarkdownText.Escape(report.Name)}: {Figures.Word(report.Verdict)}\n\n{Extent(report)}.\n\n");
        if (report.Layers.Count > 0)
        {
            Layers(report, name => name).WriteMarkdown(text);
            text.Append('\n');
        }
        foreach (string remark in Remarks(report))
            text.Append($"- {MarkdownText.Escape(remark)}\n");
        foreach (CollapseFinding finding in report.Findings)
            text.Append($"- **{Figures.Word(finding.Verdict)}**: {MarkdownText.Escape(finding.Sentence)}\n");
        foreach (NotMeasured missing in report.NotMeasured)
            text.Append($"- **not measured**: {MarkdownText.Escape(missing.Sentence)}\n");
        text.Append($"\n{Caution}\n");
        return text.ToString();
    }

    /// <summary>Rows, classes and layers in half a sentence.</summary>
    public static string Extent(CollapseReport report) => string.Join(", ", ((IEnumerable<string?>)
    [
        Figures.Count(report.Rows, "row", "rows"),
        report.Classes is { } classes ? Figures.Count(classes, "class", "classes") : null,
        Figures.Count(report.Layers.Count, "layer", "layers"),
    ]).OfType<string>());

    /// <summary>One row a layer.</summary>
    public static TextTable Layers(CollapseReport report, Func<string, string> name)
    {
        var table = new TextTable(
            [0, 1, 10], "layer", "kind", "width", "effective rank", "random", "ratio", "rank99", "dead", "doubled", "nearest mirror",
            "verdict");
        foreach (LayerReport layer in report.Layers)
        {
            table.Add(
                name(layer.Name),
                layer.Kind,
                Figures.Count(layer.Width),
                Figures.Rank(Known(layer.Measured.Centred.EffectiveRank)),
                Figures.Rank(Known(layer.Baseline?.Centred.EffectiveRank)),
                Figures.Ratio(Known(layer.EffectiveRankRatio)),
                layer.Measured.Centred.IsMeasured ? Figures.Count(layer.Measured.Centred.Rank99) : Figures.Missing,
                Figures.Share(Known(layer.Measured.Units.DeadShare)),
                Figures.Share(Known(layer.Measured.Units.DuplicateShare)),
                Figures.Any(layer.Measured.Mirrors?.Nearest),
                Figures.Word(report.VerdictOf(layer.Name)));
        }
        return table;

        static double? Known(double? value) => value is double.NaN ? null : value;
    }

    /// <summary>What there is besides layers and findings, a sentence each.</summary>
    public static IEnumerable<string> Remarks(CollapseReport report)
    {
        if (report.Ensemble is { } ensemble)
        {
            string verdicts = string.Join(", ", ensemble.Verdicts.GroupBy(verdict => verdict).OrderByDescending(group => group.Key)
                .Select(group => $"{Figures.Word(group.Key)} {Figures.Count(group.Count())}"));
            string members = Figures.Count(ensemble.Verdicts.Count, "member", "members");
            yield return $"Member {ensemble.Shown + 1} of {members} that are averaged; verdicts: {verdicts}. " + (report.Classes is null
                    ? $"Two members' numbers differ by {Figures.Any(ensemble.Disagreement)} of the label's deviation."
                    : $"Two members choose different classes for {Figures.Share(ensemble.Disagreement)} of the rows.");
        }

        if (report.Evidence is { Loss: { } loss } evidence)
        {
            yield return $"Loss on the probe rows {Figures.Any(loss)}" +
                (evidence.ConstantLoss is { } constant ? $"; the best constant answer has {Figures.Any(constant)}." : ".");
        }
        if (report.Evidence.ValidationError is { } error)
        {
            yield return $"Error on held-back rows {Figures.Any(error)}" +
                (report.Evidence.ReferenceError is { } reference ? $"; the reference network has {Figures.Any(reference)}." : ".");
        }
        if (report.NeuralCollapse is { } collapse)
            yield return Classes(collapse, [.. collapse.Missing(report.Thresholds)]);
        if (report.Latents is { } latents)
        {
            yield return $"{Figures.Count(latents.ActiveUnits)} of {Figures.Count(latents.MeanVariance.Count, "latent", "latents")} " +
                $"active (variance of the posterior mean above {Figures.Any(latents.Threshold)}).";
        }
        foreach (EmbeddingReport table in report.Embeddings)
        {
            yield return $"Table '{OneLine(table.Name)}' of {Figures.Count(table.Rows, "row", "rows")} and " +
                $"{Figures.Count(table.Dimensions, "dimension", "dimensions")}: effective rank {Figures.Rank(table.EffectiveRank)}, " +
                $"{Figures.Count(table.DeadDimensions.Count)} dead, {Figures.Share(table.DuplicateShare ?? double.NaN)} of the rows " +
                "repeated by others.";
        }
        if (report.RowProfile is { HeldBack: false } profile)
        {
            yield return $"The profile of per-row diagnostics is of {Figures.Count(profile.Rows, "row", "rows")} that were trained on: " +
                "new rows of the same kind look different, so a monitor cannot tell drift by it.";
        }
        if (report.IgnoredFeatures.Count > 0)
        {
            yield return $"The first layer ignores {Figures.Count(report.IgnoredFeatures.Count, "feature", "features")}, " +
                $"{Figures.Count(report.IgnoredFeatures.Count(feature => feature.IsNeeded))} of them needed: " +
                $"{Names(report.IgnoredFeatures)}.";
        }
    }

    private static string Classes(NeuralCollapse collapse, string[] missing) =>
        (missing.Length == 0 ? "Neural collapse of the last layer, a benign state" : "The classes in the last layer") +
        $": NC1 {Figures.Any(collapse.WithinClassVariability)}, " +
        $"NC2 {Figures.Any(collapse.MeanAngleGap)}, NC3 {Figures.Any(collapse.SelfDuality)}, " +
        $"NC4 {Figures.Share(collapse.NearestMeanDisagreement)}; {Figures.Share(collapse.TrainingError)} of the rows wrong" +
        (missing.Length == 0 ? "." : $". This is no neural collapse: {string.Join(", ", missing)}.");

    private static string Names(IReadOnlyList<IgnoredFeature> features)
    {
        const int shown = 8;
        string names = string.Join(", ", features.OrderByDescending(feature => feature.IsNeeded).Take(shown)
            .Select(feature => OneLine(feature.Name ?? $"feature {feature.Index}") + (feature.IsNeeded ? " (needed)" : "")));
        return features.Count > shown ? names + ", …" : names;
    }

    private static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
