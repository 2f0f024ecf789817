namespace Syre.MLNet.Inputs.Text;

/// <summary>
/// How the slots of a network of texts have grown: the rows of the n-grams' table stand once for each text, and what is beside them comes
/// after, so that more rows move the slots of later texts.
/// </summary>
/// <param name="Texts">Number of texts in a row.</param>
/// <param name="Others">Number of slots that are no n-grams.</param>
/// <param name="Rows">Rows of the table after the first training and after each that added some.</param>
internal sealed record SlotGrowth(int Texts, int Others, IReadOnlyList<int> Rows)
{
    /// <summary>The earlier slot of each slot; −1 for a new one.</summary>
    /// <param name="earlier">Rows of the earlier table.</param>
    public int[] EarlierOf(int earlier) =>
    [
        .. Enumerable.Range(0, Texts)
            .SelectMany(text => Enumerable.Range(0, Rows[^1]).Select(row => row < earlier ? text * earlier + row : -1)),
        .. Enumerable.Range(Texts * earlier, Others),
    ];

    /// <summary>
    /// The number of each slot, which it keeps however the table grows: those of the first training, then each time the new ones.
    /// </summary>
    public long[] Numbers()
    {
        var numbers = new long[Texts * Rows[^1] + Others];
        long next = 0;
        for (int training = 0, before = 0; training < Rows.Count; before = Rows[training++])
        {
            for (int text = 0; text < Texts; text++)
            {
                for (int row = before; row < Rows[training]; row++)
                    numbers[text * Rows[^1] + row] = next++;
            }

            for (int other = 0; training == 0 && other < Others; other++)
                numbers[Texts * Rows[^1] + other] = next++;
        }
        return numbers;
    }
}
