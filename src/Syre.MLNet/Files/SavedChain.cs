using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Files;

/// <summary>A saved pipeline as ML.NET loads it, taken apart around one of its networks.</summary>
/// <param name="Before">What comes before the trainer.</param>
/// <param name="Own">The parts of the trainer's own model up to the network's graph.</param>
/// <param name="Network">The other parts of the trainer's own model.</param>
/// <param name="After">What comes after the trainer.</param>
internal sealed partial record SavedChain(
    IReadOnlyList<ITransformer> Before, IReadOnlyList<ITransformer> Own, IReadOnlyList<ITransformer> Network,
    IReadOnlyList<ITransformer> After) : IDisposable
{
    /// <summary>Loads a file. ML.NET trusts what it reads.</summary>
    /// <param name="context">Loads it.</param>
    /// <param name="path">The file.</param>
    /// <param name="graph">Name of the entry of the network's graph.</param>
    /// <exception cref="InvalidDataException">The pipeline is not where the entry says.</exception>
    public static SavedChain Load(MLContext context, string path, string graph)
    {
        int[] places = [.. Places().Matches(graph).Select(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))];
        ITransformer level = context.Model.LoadSurely(path, out _);
        List<ITransformer> before = [], after = [];
        for (int depth = 0; depth < places.Length; depth++)
        {
            ITransformer[] parts = level is IEnumerable<ITransformer> chain ? [.. chain] : [];
            if (places[depth] >= parts.Length)
                throw new InvalidDataException($"'{path}' has no part of its pipeline where '{graph}' lies.");
            if (depth == places.Length - 1)
                return new SavedChain(before, parts[..places[depth]], parts[places[depth]..], after);
            before.AddRange(parts[..places[depth]]);
            after.InsertRange(0, parts[(places[depth] + 1)..]);
            level = parts[places[depth]];
        }
        throw new InvalidDataException($"'{path}' has its graph '{graph}' in no pipeline.");
    }

    /// <summary>Gives back the sessions of the network's graphs; what comes before and after may live on.</summary>
    public void Dispose()
    {
        foreach (IDisposable part in Network.OfType<IDisposable>())
            part.Dispose();
    }

    [GeneratedRegex(@"Transform_(\d{1,6})(?=[/\\])")]
    private static partial Regex Places();
}
