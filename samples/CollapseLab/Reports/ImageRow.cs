namespace CollapseLab.Reports;

/// <summary>Square images beside each other, with what they are.</summary>
/// <param name="Title">What they are.</param>
/// <param name="Pixels">The pixels from 0 to 1, <c>[images, side, side]</c>.</param>
/// <param name="Side">Pixels of a side.</param>
internal sealed record ImageRow(string Title, IReadOnlyList<double> Pixels, int Side)
{
    /// <summary>How many there are.</summary>
    public int Count => Pixels.Count / (Side * Side);
}
