using System.Text.Json.Serialization;
using Syre.Torch.Diagnostics.Report;

namespace Syre.Torch;

/// <summary>
/// What was measured of a network, or of any column of vectors, about collapse: each layer with its random baseline, findings in one
/// sentence each, and a verdict. Immutable.
/// </summary>
public sealed record CollapseReport
{
    /// <summary>What was measured, for titles: the name of a network or a column.</summary>
    public required string Name { get; init; }

    /// <summary>Rows that the activations were measured on.</summary>
    public required long Rows { get; init; }

    /// <summary>Number of classes of the label, the complexity that the last layer needs at least; null where
    /// there are no classes.</summary>
    public int? Classes { get; init; }

    /// <summary>The hidden layers, from the input to the output.</summary>
    public required IReadOnlyList<LayerReport> Layers { get; init; }

    /// <summary>Input features that the first layer ignores.</summary>
    public IReadOnlyList<IgnoredFeature> IgnoredFeatures { get; init; } = [];

    /// <summary>How near the last layer is to neural collapse, a benign state; null where there are no classes or it
    /// could not be measured.</summary>
    public NeuralCollapse? NeuralCollapse { get; init; }

    /// <summary>The latents of a variational autoencoder; null for other networks.</summary>
    public LatentReport? Latents { get; init; }

    /// <summary>Tables of embeddings, of networks that have them.</summary>
    public IReadOnlyList<EmbeddingReport> Embeddings { get; init; } = [];

    /// <summary>The members of an ensemble, of which this report is of one; null for one network.</summary>
    public EnsembleReport? Ensemble { get; init; }

    /// <summary>What is known of the training besides the activations.</summary>
    public CollapseEvidence Evidence { get; init; } = new();

    /// <summary>The thresholds that the findings were made by.</summary>
    public CollapseThresholds Thresholds { get; init; } = new();

    /// <summary>Measures of earlier epochs, where they were asked for; in order.</summary>
    public IReadOnlyList<CollapseEpoch> History { get; init; } = [];

    /// <summary>How the per-row diagnostics were distributed in training; null where nothing gives them.</summary>
    public RowProfile? RowProfile { get; init; }

    /// <summary>What could not be measured, and why; none where all went well. Of a file from before this was written, none.</summary>
    public IReadOnlyList<NotMeasured> NotMeasured { get; init; } = [];

    /// <summary>What was found, the gravest first.</summary>
    public IReadOnlyList<CollapseFinding> Findings { get; init; } = [];

    /// <summary>The gravest of the findings; <see cref="CollapseVerdict.Healthy"/> for none, unless no layer could be judged.</summary>
    public CollapseVerdict Verdict
    {
        get
        {
            CollapseVerdict gravest = Findings.Select(finding => finding.Verdict).DefaultIfEmpty(CollapseVerdict.Healthy).Max();
            bool isJudged = Layers.Count > 0
                ? Layers.Any(layer => VerdictOf(layer.Name) != CollapseVerdict.NotJudged)
                : NotMeasured.All(missing => missing.Measure != nameof(Layers));
            return gravest > CollapseVerdict.Healthy ? gravest : isJudged ? CollapseVerdict.Healthy : CollapseVerdict.NotJudged;
        }
    }

    /// <summary>What to do with a network that has collapsed; null for others.</summary>
    [JsonIgnore]
    public string? Recommendation => Verdict != CollapseVerdict.Collapsed ? null
        : "Train anew with syre (DecayMode.Syre) and less weight decay, or with another learning rate. To go on from this network take " +
            "the preset SyrePreset.Rescue, whose θ0 parts units that gradients cannot part.";

    /// <summary>The verdict and its reason in one sentence.</summary>
    public string Summary => $"{Figures.Title(Verdict)}: {Reason}";

    /// <summary>The reason of the verdict: the gravest finding, or what of a healthy network is nearest to one.</summary>
    public string Reason => VerdictReason.Explain(this);

    /// <summary>Rows, classes and layers in half a sentence.</summary>
    public string Extent => ReportText.Extent(this);

    /// <summary>What there is besides layers and findings, a sentence each.</summary>
    public IReadOnlyList<string> Remarks => [.. ReportText.Remarks(this)];

    /// <summary>The gravest of the findings about one layer; <see cref="CollapseVerdict.Healthy"/> for none.</summary>
    /// <param name="layer">The layer's name; null for the findings that concern the whole.</param>
    public CollapseVerdict VerdictOf(string? layer) => Findings
        .Where(finding => finding.Layer == layer)
        .Select(finding => finding.Verdict)
        .DefaultIfEmpty(CollapseVerdict.Healthy)
        .Max();

    /// <summary>The report as plain text: name and verdict, a table with one row a layer, what was found. Numbers are written the
    /// same in all cultures.</summary>
    public override string ToString() => ReportText.Plain(this);

    /// <summary>The layers as a table, one row each, for a page of one's own.</summary>
    public TextTable ToTable() => ReportText.Layers(this, name => name);

    /// <summary>The report as Markdown: a heading with name and verdict, a table with one row a layer, what was found.</summary>
    public string ToMarkdown() => ReportText.Markdown(this);

    /// <summary>
    /// The report as JSON, whole but for two things: singular values, and latents likewise, keep five significant digits, and what is
    /// computed from other members is computed anew. Some 65 kB for three layers of 256 units, half of it in a zip file.
    /// </summary>
    public string ToJson() => ReportJson.Write(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The JSON.</param>
    /// <exception cref="InvalidDataException">It is no report, is damaged, or was written by a later version in a format that this
    /// one does not know.</exception>
    public static CollapseReport FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return ReportJson.Read(json);
    }
}
