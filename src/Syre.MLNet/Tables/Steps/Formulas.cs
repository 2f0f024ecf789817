using System.Globalization;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Tables.Steps;

/// <summary>Formulas in ML.NET's language of expressions.</summary>
internal static class Formulas
{
    /// <summary>1 where a number is missing, else 0.</summary>
    public const string IsMissing = "x => isna(x) ? 1f : 0f";

    /// <summary>
    /// The number in a text; NaN where there is none. ML.NET reads a blank text as 0, which no number with <c>e0</c> behind it can be
    /// told from: a blank one is no number then.
    /// </summary>
    public const string Number = "x => with(v = float(x); v == 0f && isna(float(concat(x, \"e0\"))) ? na(v) : v)";

    /// <summary>The text of a date that is written as a number of eight digits; empty where there is none.</summary>
    public const string CompactDate =
        "x => with(t = isna(x) ? \"\" : text(long(x)); " +
        "len(t) == 8 ? concat(left(t, 4), \"-\", mid(t, 4, 6), \"-\", right(t, 6)) : \"\")";

    /// <summary>A text, or another one where it is empty.</summary>
    /// <param name="other">The other one, without quotes in it.</param>
    public static string IfEmpty(string other) => $"x => x == \"\" ? \"{other}\" : x";

    /// <summary>Whether a number is this one.</summary>
    /// <param name="number">The number, in the invariant culture.</param>
    public static string Is(string number) =>
        $"x => x == {FormulaNumber.Double(double.Parse(number, CultureInfo.InvariantCulture))}";

    /// <summary>A text, empty where it says that a number is missing.</summary>
    public const string EmptyIfNaN = "x => x == \"NaN\" ? \"\" : x";
}
