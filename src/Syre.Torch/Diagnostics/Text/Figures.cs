using System.Globalization;

namespace Syre.Torch;

/// <summary>Writes numbers for people: three significant digits or so, and always with the invariant culture.</summary>
public static class Figures
{
    /// <summary>What stands where nothing was measured.</summary>
    public const string Missing = "–";

    /// <summary>A verdict as a word: <c>not judged</c>, <c>healthy</c>, ….</summary>
    public static string Word(CollapseVerdict verdict) =>
        verdict == CollapseVerdict.NotJudged ? "not judged" : verdict.ToString().ToLowerInvariant();

    /// <summary>A verdict as a word that begins a sentence.</summary>
    public static string Title(CollapseVerdict verdict) => verdict == CollapseVerdict.NotJudged ? "Not judged" : verdict.ToString();

    /// <summary>An effective rank: one decimal.</summary>
    public static string Rank(double? value) => Write(value, "F1");

    /// <summary>A ratio: two decimals.</summary>
    public static string Ratio(double? value) => Write(value, "F2");

    /// <summary>A share, in percent.</summary>
    public static string Share(double? value) =>
        value is { } share ? Write(share * 100, "F1") + (double.IsFinite(share) ? " %" : "") : Missing;

    /// <summary>A count, its thousands apart.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number that mostly is whole: one decimal where it needs it.</summary>
    public static string Short(double? value) => Write(value, "0.#");

    /// <summary>A noun with its count.</summary>
    public static string Count(long value, string one, string several) => $"{Count(value)} {(value == 1 ? one : several)}";

    /// <summary>Any number: three significant digits.</summary>
    public static string Any(double? value)
    {
        if (value is not { } number || !double.IsFinite(number))
            return Write(value, "R");
        double size = Math.Abs(number);
        return size switch
        {
            0 => "0",
            < 0.0005 or >= 1e7 => number.ToString("0.0e0", CultureInfo.InvariantCulture),
            >= 1000 => number.ToString("N0", CultureInfo.InvariantCulture),
            _ => number.ToString($"F{Math.Clamp(2 - (int)Math.Floor(Math.Log10(size)), 0, 4)}", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>
    /// The format, of the invariant culture, in which numbers stand below each other: so many decimals, from 0 to 9, that the largest has
    /// three significant digits.
    /// </summary>
    /// <param name="values">The numbers; those that are not finite do not count.</param>
    public static string Column(IEnumerable<double> values)
    {
        double largest = values.Select(Math.Abs).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        return $"F{(largest > 0 ? Math.Clamp(2 - (int)Math.Floor(Math.Log10(largest)), 0, 9) : 0)}";
    }

    /// <summary>As <paramref name="write"/> has it, with its sign always.</summary>
    public static string Signed(double value, Func<double?, string> write) =>
        value < 0 ? "−" + write(-value) : double.IsNaN(value) ? write(value) : "+" + write(value);

    private static string Write(double? value, string format) =>
        value is { } number ? number.ToString(format, CultureInfo.InvariantCulture) : Missing;
}
