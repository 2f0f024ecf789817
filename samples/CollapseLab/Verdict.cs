namespace CollapseLab;

/// <summary>What became of the paper's claim.</summary>
internal enum Finding
{
    Confirmed,
    Partly,
    Not,
}

/// <summary>A finding and what it rests on.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Ours">Our figures with their intervals, in one or a few sentences.</param>
internal sealed record Verdict(Finding Finding, string Ours)
{
    /// <summary>Confirmed where all statements hold, not where none does, partly otherwise.</summary>
    public static Verdict Of(string ours, params ReadOnlySpan<bool> statements)
    {
        int held = statements.Count(true);
        return new Verdict(held == statements.Length ? Finding.Confirmed : held == 0 ? Finding.Not : Finding.Partly, ours);
    }
}
