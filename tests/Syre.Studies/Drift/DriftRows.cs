using Syre.Studies.Tables;

namespace Syre.Studies.Drift;

/// <summary>Divides rows.</summary>
internal static class DriftRows
{
    /// <summary>At most so many rows to train on, and twice as many others: half and half of few.</summary>
    public static (CsvLines Training, CsvLines Others) Split(CsvLines lines, int maxRows, int seed)
    {
        string[] shuffled = [.. lines.Rows];
        new Random(seed).Shuffle(shuffled);
        int training = Math.Min(maxRows, shuffled.Length / 2);
        int rest = Math.Min(2 * maxRows, shuffled.Length - training);
        return (lines with { Rows = shuffled[..training] }, lines with { Rows = shuffled[training..(training + rest)] });
    }

    /// <summary>Streams of so many rows that have no row in common; at most twenty.</summary>
    public static IEnumerable<Range> Streams(int rows, int size) =>
        Enumerable.Range(0, Math.Min(20, rows / size)).Select(stream => (stream * size)..((stream + 1) * size));
}
