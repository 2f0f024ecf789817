using System.Text;

namespace Syre.Torch;

/// <summary>Writes a report for people: as plain text and as Markdown.</summary>
internal static class ReportText
{
    /// <summary>What a low rank does not say.</summary>
    public const string Caution =
        "Rank is not accuracy: a network can lose rank and predict as well as before. Reduced says that capacity is gone, collapsed that a second sign " +
        "says it was needed.";

    /// <summary>Plain text: a title, an aligned table, the findings.</summary>
    public static string Plain(CollapseReport report)
    {
        var text = new StringBuilder();
        text.Append($"{OneLine(report.Name)}: {report.Verdict.ToString().ToUpperInvariant()}\n{Extent(report)}\n\n");
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
            text.Append($"- {finding.Verdict.ToString().ToLowerInvariant()}: {OneLine(finding.Sentence)}\n");
        return text.ToString().TrimEnd();
    }

    /// <summary>Markdown: a heading, a table, lists.</summary>
    public static string Markdown(CollapseReport report)
    {
        var text = new StringBuilder();
        text.Append($"### {Torch.Markdown.Escape(report.Name)}: {report.Verdict.ToString().ToLowerInvariant()}\n\n{Extent(report)}.\n\n");
        if (report.Layers.Count > 0)
        {
            Layers(report, name => name).WriteMarkdown(text);
            text.Append('\n');
        }

        foreach (string remark in Remarks(report))
            text.Append($"- {Torch.Markdown.Escape(remark)}\n");
        foreach (CollapseFinding finding in report.Findings)
            text.Append($"- **{finding.Verdict.ToString().ToLowerInvariant()}**: {Torch.Markdown.Escape(finding.Sentence)}\n");
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
            [0, 1, 10], "layer", "kind", "width", "effective rank", "random", "ratio", "rank99", "dead", "doubled", "nearest mirror", "verdict");
        foreach (LayerReport layer in report.Layers)
            table.Add(
                name(layer.Name),
                layer.Kind,
                Figures.Count(layer.Width),
                Figures.Rank(layer.Measured.Centred.EffectiveRank),
                Figures.Rank(layer.Baseline?.Centred.EffectiveRank),
                Figures.Ratio(layer.EffectiveRankRatio),
                Figures.Count(layer.Measured.Centred.Rank99),
                Figures.Share(layer.Measured.Units.DeadShare),
                Figures.Share(layer.Measured.Units.DuplicateShare),
                Figures.Any(layer.Measured.Mirrors?.Nearest),
                report.VerdictOf(layer.Name).ToString().ToLowerInvariant());
        return table;
    }

    /// <summary>What there is besides layers and findings, a sentence each.</summary>
    public static IEnumerable<string> Remarks(CollapseReport report)
    {
        if (report.Evidence is { Loss: { } loss } evidence)
            yield return $"Loss on the probe rows {Figures.Any(loss)}" +
                (evidence.ConstantLoss is { } constant ? $"; the best constant answer has {Figures.Any(constant)}." : ".");
        if (report.Evidence.ValidationError is { } error)
            yield return $"Error on held-back rows {Figures.Any(error)}" +
                (report.Evidence.ReferenceError is { } reference ? $"; the reference network has {Figures.Any(reference)}." : ".");
        if (report.NeuralCollapse is { } collapse)
            yield return $"Neural collapse of the last layer, a benign state: NC1 {Figures.Any(collapse.WithinClassVariability)}, " +
                $"NC2 {Figures.Any(collapse.MeanAngleGap)}, NC3 {Figures.Any(collapse.SelfDuality)}, " +
                $"NC4 {Figures.Share(collapse.NearestMeanDisagreement)}; {Figures.Share(collapse.TrainingError)} of the rows wrong.";
        if (report.Latents is { } latents)
            yield return $"{Figures.Count(latents.ActiveUnits)} of {Figures.Count(latents.MeanVariance.Count, "latent", "latents")} active " +
                $"(variance of the posterior mean above {Figures.Any(latents.Threshold)}).";
        foreach (EmbeddingReport table in report.Embeddings)
            yield return $"Table '{OneLine(table.Name)}' of {Figures.Count(table.Rows, "row", "rows")} and " +
                $"{Figures.Count(table.Dimensions, "dimension", "dimensions")}: effective rank {Figures.Rank(table.EffectiveRank)}, " +
                $"{Figures.Count(table.DeadDimensions.Count)} dead, {Figures.Share(table.DuplicateShare ?? double.NaN)} of the rows repeated by others.";
        if (report.RowProfile is { HeldBack: false } profile)
            yield return $"The profile of per-row diagnostics is of {Figures.Count(profile.Rows, "row", "rows")} that were trained on: " +
                "new rows of the same kind look different, so a monitor cannot tell drift by it.";
        if (report.IgnoredFeatures.Count > 0)
            yield return $"The first layer ignores {Figures.Count(report.IgnoredFeatures.Count, "feature", "features")}, " +
                $"{Figures.Count(report.IgnoredFeatures.Count(feature => feature.IsNeeded))} of them needed: {Names(report.IgnoredFeatures)}.";
    }

    private static string Names(IReadOnlyList<IgnoredFeature> features)
    {
        const int shown = 8;
        string names = string.Join(", ", features.OrderByDescending(feature => feature.IsNeeded).Take(shown)
            .Select(feature => OneLine(feature.Name ?? $"feature {feature.Index}") + (feature.IsNeeded ? " (needed)" : "")));
        return features.Count > shown ? names + ", …" : names;
    }

    private static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
