using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;

namespace Syre.Torch;

/// <summary>
/// Whether a trained network still learns: how fast it learns new data against a fresh network of the same shape, options and batches, and
/// what its layers are like afterwards. A network whose <i>plasticity</i> is lost (Dohare et al. 2024, Nature 632) learns what is new more
/// slowly than one that knows nothing.
/// </summary>
public sealed record PlasticityReport
{
    /// <summary>A network is slower where its losses are larger by this factor and the interval leaves out 1.</summary>
    public const double Slower = 1.05;

    /// <summary>The model.</summary>
    public required string Name { get; init; }

    /// <summary>New rows that both networks were trained on.</summary>
    public required int Rows { get; init; }

    /// <summary>New rows that losses were measured on.</summary>
    public required int HeldBackRows { get; init; }

    /// <summary>What the losses are: <c>log-loss</c>, or <c>root mean squared error</c> in the label's unit.</summary>
    public required string Measure { get; init; }

    /// <summary>The runs, which differ in rows held back, order of batches and the fresh network's weights.</summary>
    public required IReadOnlyList<PlasticityRun> Runs { get; init; }

    /// <summary>The hidden layers, means over the runs.</summary>
    public required IReadOnlyList<PlasticityLayer> Layers { get; init; }

    /// <summary>The mean loss after each epoch that all runs have.</summary>
    [JsonIgnore]
    public PlasticityRun Mean
    {
        get
        {
            int epochs = Runs.SelectMany(run => new[] { run.Carried.Count, run.Fresh.Count }).DefaultIfEmpty(0).Min();
            return new(Means(run => run.Carried), Means(run => run.Fresh));

            double[] Means(Func<PlasticityRun, IReadOnlyList<double>> losses) =>
                [.. Enumerable.Range(0, epochs).Select(epoch => Runs.Average(run => losses(run)[epoch]))];
        }
    }

    /// <summary>The losses of all epochs, added, over those of a fresh network: above 1 is slower.</summary>
    [JsonIgnore]
    public LossRatio Slowness => LossRatio.Of(
        [.. Runs.Select(run => run.Carried.Take(run.Fresh.Count).Sum() / run.Fresh.Take(run.Carried.Count).Sum())]);

    /// <summary>The least loss over that of a fresh network.</summary>
    [JsonIgnore]
    public LossRatio Ending => LossRatio.Of([.. Runs.Select(run => Least(run.Carried) / Least(run.Fresh))]);

    /// <summary>Whether plasticity is lost.</summary>
    [JsonIgnore]
    public PlasticityVerdict Verdict => Slowness is var ratio && double.IsNaN(ratio.Low) ? PlasticityVerdict.NotJudged
        : IsAbove(ratio) ? PlasticityVerdict.Lost
        : PlasticityVerdict.Kept;

    /// <summary>What to do, in one or two sentences.</summary>
    [JsonIgnore]
    public string Recommendation => Verdict switch
    {
        PlasticityVerdict.NotJudged when Runs.Any(run => run.Carried.Concat(run.Fresh).Any(double.IsPositiveInfinity)) =>
            "A training diverged, so that there is nothing to compare. Measure with a lower learning rate.",
        PlasticityVerdict.NotJudged => "Measure with more runs, or on more rows.",
        PlasticityVerdict.Lost =>
            "Retrain with the preset SyrePreset.Rescue, which pulls worn weights to a new random start while they learn, or train anew.",
        _ when IsAbove(Ending) && Slowness.Mean < 1 =>
            "It learns at once what a fresh network needs time for, but a fresh one ends better: train anew if the time is there.",
        _ when IsAbove(Ending) => "A fresh network ends better: train anew if the time is there.",
        _ when Slowness.Mean >= Slower =>
            "It may learn more slowly than a fresh network, but the runs differ too much to tell. Measure with more of them.",
        _ => "Retrain from this model.",
    };

    /// <summary>The report as text: a sentence, losses by epoch, layers. The same in every culture.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append($"{Name}: plasticity {Word(Verdict)}. On {Figures.Count(Rows, "new row", "new rows")} its {Measure} over that of a ")
            .Append($"fresh network is {Slowness} while it learns and {Ending} at its best ({Figures.Count(Runs.Count, "run", "runs")}).\n")
            .Append(Recommendation).Append("\n\n");
        Losses().WriteAligned(text);
        if (Layers.Count > 0)
        {
            text.Append('\n');
            LayerTable().WriteAligned(text);
        }
        return text.ToString().TrimEnd();
    }

    /// <summary>The verdict as a word.</summary>
    /// <param name="verdict">The verdict.</param>
    public static string Word(PlasticityVerdict verdict) =>
        verdict == PlasticityVerdict.NotJudged ? "not judged" : verdict.ToString().ToLowerInvariant();

    /// <summary>The verdict as words that begin a sentence.</summary>
    /// <param name="verdict">The verdict.</param>
    public static string Title(PlasticityVerdict verdict) => $"Plasticity {Word(verdict)}.";

    /// <summary>The mean loss after each epoch, of both networks.</summary>
    public TextTable Losses()
    {
        var table = new TextTable([], "epoch", "carried on", "fresh");
        (IReadOnlyList<double> carried, IReadOnlyList<double> fresh) = Mean;
        string format = Figures.Column(carried.Concat(fresh));
        for (int epoch = 0; epoch < carried.Count; epoch++)
            table.Add(Figures.Count(epoch + 1), Number(carried[epoch]), Number(fresh[epoch]));
        return table;

        string Number(double loss) => loss.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>Effective ranks and dormant units of each layer, of both networks.</summary>
    public TextTable LayerTable()
    {
        var table = new TextTable([0], "layer", "units", "effective rank", "fresh", "dormant", "fresh");
        foreach (PlasticityLayer layer in Layers)
        {
            table.Add(
                layer.Name, Figures.Count(layer.Width), Figures.Rank(layer.EffectiveRank), Figures.Rank(layer.FreshEffectiveRank),
                Figures.Share(layer.DormantShare), Figures.Share(layer.FreshDormantShare));
        }
        return table;
    }

    private static double Least(IReadOnlyList<double> losses) => losses.DefaultIfEmpty(double.NaN).Min();

    private static bool IsAbove(LossRatio ratio) => ratio is { Mean: >= Slower, Low: > 1 };
}
