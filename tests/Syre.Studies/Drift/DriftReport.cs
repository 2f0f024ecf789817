using Syre.Studies.Thresholds;

namespace Syre.Studies.Drift;

/// <summary>Writes what was seen as Markdown.</summary>
internal static class DriftReport
{
    public static void Write(TextWriter output, IReadOnlyList<DriftLooks> sets, StudySettings settings)
    {
        output.WriteLine($"Tables: `SyreNetwork` with {settings.Epochs} epochs, else at its defaults (a fifth of the rows is held back " +
            "and profiled). Texts: `SyreTextClassification` at its defaults (8 epochs; " +
            $"2 % of the rows are held back and profiled). At most {settings.MaxRows} rows to train on and twice as many others, " +
            $"{settings.Seeds} random splits of each set; one thread. Streams of one split have no row in common but share its profile. " +
            "Bounds are exact one-sided 95 % bounds (Clopper and Pearson) that take streams as independent.");
        output.WriteLine();
        Rates(output, sets);
        Each(output, sets);
        Power(output, sets);
    }

    private static void Rates(TextWriter output, IReadOnlyList<DriftLooks> sets)
    {
        output.WriteLine("## False alarms on independent rows of the same source");
        output.WriteLine();
        output.WriteLine("The defaults state at most 0.1 %. \"Every shift\" is `MinimumShift = 0` at a stated 5 %.");
        output.WriteLine();
        output.WriteLine("| trainer | rows | from memory | from the file | same verdict | every shift, 5 % |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (IGrouping<string, DriftLooks> trainer in sets.GroupBy(set => set.Set.Trainer))
        {
            foreach (int? size in DriftLooks.Sizes.Select(size => (int?)size).Append(null))
            {
                DriftLook[] looks = [.. trainer.SelectMany(set => set.Same).Where(look => look.Size == size)];
                output.WriteLine(
                    $"| {trainer.Key} | {size?.ToString() ?? "all others"} | {Proportion.Of(looks, look => look.Memory).WithBound()} | " +
                    $"{Proportion.Of(looks, look => look.File).WithBound()} | {Proportion.Of(looks, look => look.Memory == look.File)} | " +
                    $"{Proportion.Of(looks, look => look.Strict).WithBound()} |");
            }
        }
        output.WriteLine();
    }

    private static void Each(TextWriter output, IReadOnlyList<DriftLooks> sets)
    {
        output.WriteLine("## Each set");
        output.WriteLine();
        output.WriteLine("| set | rows of the profile | unseen in training | alarms from the file | every shift, 5 % | " +
            " largest shift of all other rows, by split |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (DriftLooks set in sets)
        {
            output.WriteLine($"| {set.Set.Name} | {set.ProfileRows} | {(set.HeldBack ? "yes" : "no")} | " +
                $"{Proportion.Of(set.Same, look => look.File)} | {Proportion.Of(set.Same, look => look.Strict)} | " +
                $"{string.Join(", ", set.LargestShifts.Select(shift => shift.ToString("0.00")))} |");
        }
        output.WriteLine();
    }

    private static void Power(TextWriter output, IReadOnlyList<DriftLooks> sets)
    {
        output.WriteLine("## Other sources found, at the defaults, from the file");
        output.WriteLine();
        output.WriteLine($"| set | change | {string.Join(" | ", DriftLooks.Sizes.Select(size => $"{size} rows"))} |");
        output.WriteLine($"|---|---|{string.Concat(DriftLooks.Sizes.Select(_ => "---|"))}");
        foreach (DriftLooks set in sets)
        {
            foreach (IGrouping<string, (string Change, int Size, bool Found)> change in set.Changed.GroupBy(look => look.Change))
            {
                output.WriteLine($"| {set.Set.Name} | {change.Key} | {string.Join(" | ", DriftLooks.Sizes.Select(size =>
                    Proportion.Of(change.Where(look => look.Size == size), look => look.Found).Percent()))} |");
            }
        }
    }
}
