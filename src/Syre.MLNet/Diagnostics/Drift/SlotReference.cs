using Syre.Torch;

namespace Syre.MLNet.Diagnostics.Drift;

/// <summary>What one slot of rows in production is compared with: cuts, and the share of the profile's rows below each.</summary>
/// <param name="Name">The slot.</param>
/// <param name="Index">Its index in the column.</param>
/// <param name="Median">Median of the profile.</param>
/// <param name="Rows">Rows of the profile that have a value.</param>
/// <param name="Cuts">Rising cuts.</param>
internal sealed record SlotReference(string Name, int Index, float Median, long Rows, SlotReference.Cut[] Cuts)
{
    /// <summary>Half a unit of the fifth digit, which is where files of earlier versions end, and what two runtimes differ by.</summary>
    private const double RoundedValue = 6e-5, SameValue = 1e-5;

    /// <summary>A point, and what is known of the share of the profile's rows below it.</summary>
    internal readonly record struct Cut(float At, double Least, double Most);

    /// <summary>What a profile says of one of its slots.</summary>
    /// <exception cref="ArgumentException">It contradicts itself.</exception>
    public static SlotReference Of(RowProfile profile, SlotProfile slot)
    {
        if (slot is not { Index: >= 0, Name: not null, Quantiles: not null } || slot.Quantiles.Count != profile.Probabilities.Count)
            throw Damaged($"slot '{slot?.Name}' lacks its name, its index or one of {profile.Probabilities.Count} quantiles");
        float median = slot.Quantiles.Count == 0 ? float.NaN : slot.Quantiles[slot.Quantiles.Count / 2];
        if (slot.Cuts is null)
            return new SlotReference(slot.Name, slot.Index, median, float.IsNaN(median) ? 0 : profile.Rows, OfQuantiles(profile, slot));
        long rows = slot.Rows ?? profile.Rows;
        if (rows < Math.Min(1, slot.Cuts.Count) || !slot.Cuts.SequenceEqual(slot.Cuts.Order())
            || slot.RowsBelow?.Count != slot.Cuts.Count || slot.RowsBelow.Any(below => below < 0 || below > rows))
        {
            throw Damaged($"the cuts of slot '{slot.Name}' do not rise, or their counts are not from 0 to its {rows} rows");
        }

        return new SlotReference(slot.Name, slot.Index, median, rows, [.. slot.Cuts.Zip(slot.RowsBelow, (cut, below) =>
            new Cut(cut, (double)below / rows, (double)below / rows))]);
    }

    /// <summary>
    /// Earlier versions wrote quantiles alone. A quantile of probability p has at most the share p of the rows below it, and at least p up
    /// to it, each to one row; a value that differs by the rounding of the file counts as equal.
    /// </summary>
    private static Cut[] OfQuantiles(RowProfile profile, SlotProfile slot)
    {
        var cuts = new List<Cut>();
        double row = 1.0 / Math.Max(1, profile.Rows);
        foreach ((float quantile, double probability) in slot.Quantiles.Zip(profile.Probabilities))
        {
            if (!float.IsFinite(quantile))
                continue;
            double same = RoundedValue * Math.Abs(quantile) + SameValue;
            cuts.Add(new Cut((float)(quantile - same), 0, probability + row));
            cuts.Add(new Cut((float)(quantile + same), probability - row, 1));
        }
        return [.. cuts.OrderBy(cut => cut.At)];
    }

    private static ArgumentException Damaged(string problem) =>
        new($"The report's profile of rows is damaged: {problem}. Take the report of a trained or saved model, unchanged.", "report");
}
