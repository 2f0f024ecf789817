using Syre.Torch;

namespace Syre.Studies.Thresholds;

/// <summary>Writes the cases, what each threshold does, and the answer, as Markdown.</summary>
internal static class ThresholdsReport
{
    /// <summary>How the study was made.</summary>
    public static void WriteMethod(TextWriter output)
    {
        output.WriteLine($"""
            Networks of six shapes (ReLU, tanh, SELU, GELU; 64 to 128 units, 1 to 3 hidden layers) are trained on rows of real tables and
            images: as usual, with strong decay, and with damage done by hand. Networks of random shapes (8 to 512 units, 1 to 4 layers) are
            not trained at all. All are measured on the training rows, with PyTorch's initial weights as random baseline.

            What is true of a network is told by rows held out of the training part, up to {ProblemSource.HeldOutFactor} for each row
            trained on; the even ones tell the truth, the odd ones the judge may see. Its error is compared with that of the recipe that
            errs the least on the problem over all seeds; the difference is a share of what that recipe gains over the constant answer, the
            gain:

            - healthy: not trained, or trained as usual; called collapsed it is a false alarm, whatever its error;
            - kept: strongly decayed or damaged, at most {CaseMaker.KeptShare:p0} of the gain lost, and at most {CaseMaker.Noise} standard
              errors; called collapsed it is a false alarm;
            - lost: strongly decayed or damaged, at least {CaseMaker.LostShare:p0} of the gain lost, and more than {CaseMaker.SureNoise}
              standard errors; it should be called collapsed;
            - masked: lost, by features taken from the first layer; a finding should name features, and the capacity is not gone;
            - unclear: anything else, left out of the rates.

            Each trained network is judged twice: alone (its measures and its training loss), and compared (also the held-out error of the
            same network trained without decay; for that one, of the best). Thresholds are chosen on half of the sets × seeds: first no
            false alarms, then as many found as can be, then few healthy networks called reduced. Rates are of the other half.
            """);
        output.WriteLine();
    }

    /// <summary>Every recipe with its measures and verdicts.</summary>
    public static void WriteCases(TextWriter output, IReadOnlyCollection<StudyCase> cases, CollapseThresholds thresholds)
    {
        output.WriteLine("## Cases");
        output.WriteLine();
        output.WriteLine(
            "All halves, all sets; medians over networks, of each network's layer with the lowest ratio. Verdicts by the chosen " +
            "thresholds: collapsed / reduced / healthy.");
        output.WriteLine();
        output.WriteLine(
            "| kind | networks | healthy, kept, lost, masked, unclear | rank ratio | effective rank | dead | twins or duplicates | " +
            "loss saved | share of gain lost | alone | compared |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (IGrouping<string, StudyCase> group in cases.GroupBy(c => c.Kind == Kind.Random ? "not trained" : c.Name))
            WriteGroup(output, group.Key, [.. group], thresholds);
        output.WriteLine();
    }

    /// <summary>
    /// How near the last layers are to neural collapse: what <see cref="CollapseThresholds.NeuralCollapseVariability"/> goes by.
    /// </summary>
    public static void WriteNeuralCollapse(TextWriter output, IReadOnlyCollection<StudyCase> cases)
    {
        output.WriteLine("## Neural collapse");
        output.WriteLine();
        output.WriteLine("All halves, sets of several classes; NC1 in its tenth, median and ninetieth percent, " +
            "of all networks and of those with at most 2 % of the rows wrong and at most 2 % nearer to the mean of another class.");
        output.WriteLine();
        output.WriteLine("| kind | networks | NC1 | of them without errors | NC1 |");
        output.WriteLine("|---|---|---|---|---|");
        foreach (IGrouping<string, StudyCase> group in cases.Where(c => c.Alone.Classes > 2)
            .GroupBy(c => c.Kind == Kind.Random ? "not trained" : c.Name))
        {
            NeuralCollapse[] all = [.. group.Select(c => c.Alone.NeuralCollapse).OfType<NeuralCollapse>()];
            NeuralCollapse[] exact = [.. all.Where(found => found is { TrainingError: <= 0.02, NearestMeanDisagreement: <= 0.02 })];
            output.WriteLine($"| {group.Key} | {all.Length} | {Spread(all)} | {exact.Length} | {Spread(exact)} |");
        }
        output.WriteLine();

        static string Spread(IEnumerable<NeuralCollapse> found)
        {
            double[] sorted = [.. found.Select(one => one.WithinClassVariability).Order()];
            return sorted.Length == 0
                ? "–"
                : string.Join(", ", new[] { 0.1, 0.5, 0.9 }.Select(at => $"{sorted[(int)(at * (sorted.Length - 1))]:0.###}"));
        }
    }

    /// <summary>What each value of each threshold does, the others being as chosen.</summary>
    public static void WriteCandidates(TextWriter output, IReadOnlyCollection<StudyCase> choosing, CollapseThresholds chosen)
    {
        output.WriteLine("## Candidates");
        output.WriteLine();
        output.WriteLine("On the half that is chosen by; one threshold changes, the others are as chosen (bold).");
        output.WriteLine();
        WriteRatesHead(output, "threshold");
        foreach (Candidate candidate in Candidate.All)
        {
            foreach (double value in candidate.Values)
            {
                string name = $"{candidate.Name} {value}";
                WriteRates(output, value == candidate.Get(chosen) ? $"**{name}**" : name, Rates.Of(choosing, candidate.Set(chosen, value)));
            }
        }
        output.WriteLine();
    }

    /// <summary>The rates on the half that nothing was chosen by.</summary>
    public static void WriteAnswer(TextWriter output, IReadOnlyCollection<StudyCase> reported, CollapseThresholds chosen)
    {
        output.WriteLine("## Rates");
        output.WriteLine();
        output.WriteLine(
            "On the half that nothing was chosen by. In brackets the exact one-sided 95 % upper bound (Clopper and Pearson); it takes " +
            "networks as independent, though those of one set and seed share their rows.");
        output.WriteLine();
        WriteRatesHead(output, "networks");
        WriteRates(output, "all", Rates.Of(reported, chosen));
        foreach (IGrouping<Kind, StudyCase> group in reported.GroupBy(c => c.Kind))
            WriteRates(output, Word(group.Key), Rates.Of([.. group], chosen));
        foreach (IGrouping<string, StudyCase> group in reported.GroupBy(Target))
            WriteRates(output, group.Key, Rates.Of([.. group], chosen));
        output.WriteLine();
        string thresholds = string.Join(", ", Candidate.All.Select(candidate => $"{candidate.Name} {candidate.Get(chosen)}"));
        output.WriteLine($"The chosen thresholds: {thresholds}.");
        output.WriteLine();
    }

    private static void WriteGroup(TextWriter output, string name, IReadOnlyList<StudyCase> cases, CollapseThresholds thresholds)
    {
        LayerReport[] least = [.. cases.Select(c => c.Alone.Layers.MinBy(layer => layer.EffectiveRankRatio)!)];
        string truths = string.Join(", ", Enum.GetValues<Truth>().Select(truth => cases.Count(c => c.Truth == truth)));
        output.WriteLine($"| {name} | {cases.Count} | {truths} | {Median(least.Select(layer => layer.EffectiveRankRatio)):0.00} | " +
            $"{Median(least.Select(layer => layer.Measured.Centred.EffectiveRank)):0.0} | " +
            $"{Median(least.Select(layer => layer.Measured.Units.DeadShare)):0.00} | " +
            $"{Median(least.Select(layer => layer.Measured.Units.DuplicateShare)):0.00} | " +
            $"{Share(cases.Select(c => 1 - c.Alone.Evidence.Loss / c.Alone.Evidence.ConstantLoss))} | " +
            $"{Share(cases.Where(c => c.Compared is not null).Select(c => (double?)c.Room))} | " +
            $"{Verdicts(cases.Select(c => c.Alone))} | {Verdicts(cases.Select(c => c.Compared).OfType<CollapseReport>())} |");

        string Verdicts(IEnumerable<CollapseReport> reports)
        {
            CollapseVerdict[] verdicts = [.. reports.Select(report => report.Judged(thresholds).Verdict)];
            CollapseVerdict[] shown = [CollapseVerdict.Collapsed, CollapseVerdict.Reduced, CollapseVerdict.Healthy];
            IEnumerable<int> counts = shown.Select(verdict => verdicts.Count(v => v == verdict));
            return verdicts.Length == 0 ? "–" : string.Join(" / ", counts);
        }
    }

    private static void WriteRatesHead(TextWriter output, string what)
    {
        output.WriteLine($"| {what} | false alarms | found alone | found compared | masked features named | healthy called reduced |");
        output.WriteLine("|---|---|---|---|---|---|");
    }

    private static void WriteRates(TextWriter output, string name, Rates rates) => output.WriteLine(
        $"| {name} | {rates.FalseAlarms.WithBound()} | {rates.FoundAlone.Percent()} | {rates.FoundCompared.Percent()} | " +
        $"{rates.MaskedNamed.Percent()} | {rates.HealthyReduced.Percent()} |");

    private static string Target(StudyCase c) => c.Alone.Classes switch
    {
        null => "a number to predict",
        2 => "two classes",
        _ => "several classes",
    };

    private static string Word(Kind kind) => kind switch
    {
        Kind.Random => "not trained",
        Kind.Usual => "trained as usual",
        Kind.Strong => "strong decay",
        _ => "damaged by hand",
    };

    private static string Share(IEnumerable<double?> values) =>
        Median(values.OfType<double>()) is var median && double.IsNaN(median) ? "–" : $"{median:0.00}";

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : sorted[sorted.Length / 2];
    }
}
