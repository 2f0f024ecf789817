using System.Globalization;

namespace Syre.MLNet.Tables.Values;

/// <summary>What a text in a table says. No more is read out of one than ML.NET's own conversions read out of it later.</summary>
internal static class TextValues
{
    /// <summary>Whether there is nothing in it.</summary>
    public static bool IsBlank(ReadOnlySpan<char> text) => text.IsWhiteSpace();

    /// <summary>Whether ML.NET takes it for a number that is missing: blank, <c>?</c>, <c>NA</c>, <c>N/A</c> or <c>NaN</c>.</summary>
    public static bool IsMissingNumber(ReadOnlySpan<char> text) =>
        IsBlank(text) || text is "?" || Is(text, "NA") || Is(text, "N/A") || Is(text, "NaN");

    /// <summary>
    /// Reads a finite number. Texts with leading zeros are codes (postcodes, articles), and ML.NET reads none with leading blanks.
    /// </summary>
    public static bool TryNumber(ReadOnlySpan<char> text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            && float.IsFinite((float)number) && !char.IsWhiteSpace(text[0]) && !IsCode(text.TrimStart('-'));

    /// <summary>Reads a date of ISO 8601, with a time of day or without, in UTC.</summary>
    public static bool TryDate(ReadOnlySpan<char> text, out DateTime date)
    {
        date = default;
        return text.Length >= 10 && text[4] is '-' or '/' && text[7] == text[4]
            && Digits(text[..4]) && Digits(text[5..7]) && Digits(text[8..10])
            && (text.Length == 10 || (text[10] is 'T' or ' ' && text.Length >= 16 && text[13] == ':'))
            && DateTime.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out date)
            && date != default;
    }

    /// <summary>Reads a date that is written as a number of eight digits, <c>20141013</c>, from 1900 to 2099.</summary>
    public static bool TryCompactDate(double number, out DateTime date)
    {
        date = default;
        if (number is not (>= 19000101 and <= 20991231) || number != Math.Floor(number))
            return false;
        int digits = (int)number, year = digits / 10000, month = digits / 100 % 100, day = digits % 100;
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc);
        return true;
    }

    private static bool Is(ReadOnlySpan<char> text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);

    private static bool IsCode(ReadOnlySpan<char> text) => text.Length > 1 && text[0] == '0' && char.IsAsciiDigit(text[1]);

    private static bool Digits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;
}
