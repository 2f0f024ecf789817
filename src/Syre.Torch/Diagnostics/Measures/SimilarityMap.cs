using Syre.Torch.Numbers;
using static TorchSharp.torch;

namespace Syre.Torch.Diagnostics.Measures;

/// <summary>Chooses and orders the units of a heat map.</summary>
internal static class SimilarityMap
{
    private const int MostUnits = 96;

    public static UnitSimilarity Measure(ActivationStatistics statistics, IReadOnlyList<IReadOnlyList<int>> twins)
    {
        int[] units = Choose(statistics.Width, twins);
        Tensor chosen = tensor(units.Select(unit => (long)unit).ToArray());
        Tensor gram = statistics.UncentredGram().index_select(0, chosen).index_select(1, chosen);
        double[] cosines = Host.Doubles(UnitCensus.Cosines(gram));
        int[] order = Chain(cosines, units.Length);
        var values = new byte[units.Length * units.Length];
        for (int i = 0; i < units.Length; i++)
        {
            for (int j = 0; j < units.Length; j++)
                values[i * units.Length + j] = (byte)Math.Round(255 * Math.Min(1, cosines[order[i] * units.Length + order[j]]));
        }
        return new UnitSimilarity { Units = [.. order.Select(i => units[i])], Values = values };
    }

    /// <summary>All units, or the twins first and then units evenly spread over the rest.</summary>
    private static int[] Choose(int width, IReadOnlyList<IReadOnlyList<int>> twins)
    {
        if (width <= MostUnits)
            return [.. Enumerable.Range(0, width)];
        int[] first = [.. twins.OrderByDescending(group => group.Count).SelectMany(group => group).Take(MostUnits)];
        int[] others = [.. Enumerable.Range(0, width).Except(first)];
        int missing = Math.Min(MostUnits - first.Length, others.Length);
        return [.. first.Concat(Enumerable.Range(0, missing).Select(i => others[(int)((long)i * others.Length / missing)])).Order()];
    }

    /// <summary>Each unit followed by the one most like it of those left.</summary>
    private static int[] Chain(double[] cosines, int count)
    {
        var order = new List<int> { 0 };
        var left = new HashSet<int>(Enumerable.Range(1, count - 1));
        while (left.Count > 0)
        {
            int last = order[^1], next = left.MaxBy(unit => cosines[last * count + unit]);
            order.Add(next);
            left.Remove(next);
        }
        return [.. order];
    }
}
