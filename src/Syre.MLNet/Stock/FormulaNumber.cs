using System.Globalization;
using System.Numerics;

namespace Syre.MLNet.Stock;

/// <summary>
/// Numbers in formulas of ML.NET's <c>Expression</c>. It reads decimals in the culture of the process that makes or loads a model, so that
/// numbers are written as whole ones and powers of two, which every culture reads alike.
/// </summary>
internal static class FormulaNumber
{
    /// <summary>Of a power of two in single precision.</summary>
    private const int LargestExponent = 126;

    /// <summary>A number of single precision, exactly.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public static string Single(float number) => Text(number, 'f');

    /// <summary>A number of double precision, exactly.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public static string Double(double number) => Text(number, 'd');

    private static string Text(double number, char suffix)
    {
        if (!double.IsFinite(number))
            throw new ArgumentOutOfRangeException(nameof(number), number, "A formula has finite numbers only.");
        double whole = number;
        int halvings = 0;
        for (; !double.IsInteger(whole); halvings++)
            whole *= 2;
        string text = Whole(whole);
        for (int left = halvings; left > 0; left -= LargestExponent)
            text += $" / {Whole(Math.ScaleB(1, Math.Min(left, LargestExponent)))}";
        return $"({text})";

        string Whole(double value) => ((BigInteger)value).ToString(CultureInfo.InvariantCulture) + suffix;
    }
}
