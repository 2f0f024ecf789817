using System.Globalization;

namespace Syre.MLNet.Training;

/// <summary>Checks shared by all options.</summary>
internal static class OptionChecks
{
    /// <summary>Throws one exception that lists every violation, or does nothing. The sentences are made here, with numbers as in C#.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is a violation.</exception>
    public static void ThrowIfAny(IEnumerable<string> violations, string optionsName)
    {
        string[] found = InInvariantCulture(violations);
        if (found.Length > 0)
            throw new ArgumentOutOfRangeException(optionsName, $"{optionsName} has {found.Length} invalid value(s):\n- {string.Join("\n- ", found)}\n");
    }

    private static string[] InInvariantCulture(IEnumerable<string> violations)
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            return [.. violations];
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    /// <summary>One sentence for each value that its enumeration does not define.</summary>
    public static IEnumerable<string> UndefinedEnums(params Enum[] values) =>
        from value in values
        where !Enum.IsDefined(value.GetType(), value)
        select $"{value.GetType().Name} has the value {value}; it must be one of {string.Join(", ", Enum.GetNames(value.GetType()))}.";
}
