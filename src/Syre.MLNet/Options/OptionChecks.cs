using System.Globalization;

namespace Syre.MLNet.Options;

/// <summary>Checks shared by all options.</summary>
internal static class OptionChecks
{
    private const string OnnxEnding = ".output";

    /// <summary>
    /// Throws one exception that lists every violation, or does nothing. The sentences are made here, with numbers as in C#.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is a violation.</exception>
    public static void ThrowIfAny(IEnumerable<string> violations, string optionsName)
    {
        string[] found = InInvariantCulture(violations);
        if (found.Length > 0)
        {
            throw new ArgumentOutOfRangeException(
                optionsName, $"{optionsName} has {found.Length} invalid value(s):\n- {string.Join("\n- ", found)}\n");
        }
    }

    /// <summary>
    /// A sentence on a name that a column written by ONNX cannot have: ML.NET's transformer takes an ending off, so that the saved model's
    /// column would be called otherwise; null for a good one.
    /// </summary>
    public static string? OnnxColumnProblem(string option, string? name) => OnnxNameProblem(option, name) ??
        (name is not null && name.EndsWith(OnnxEnding, StringComparison.Ordinal)
            ? $"{option} is '{name}'; ML.NET's ONNX transformer takes '{OnnxEnding}' off the end of a saved model's columns. " +
                "Choose another name."
                : null);

    /// <summary>
    /// A sentence on a name that ML.NET's ONNX transformer takes for no column's; null for a good one, and for none at all.
    /// </summary>
    public static string? OnnxNameProblem(string option, string? name) =>
        name is { Length: > 0 } && (string.IsNullOrWhiteSpace(name) || name.Contains('\0'))
            ? $"{option} is blank or has a NUL character in it, and ML.NET's ONNX transformer takes no such column. Rename the column, " +
              "for example with mlContext.Transforms.CopyColumns."
            : null;

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

    /// <summary>What is wrong with options inside of options: one sentence, or none.</summary>
    /// <param name="name">The property that they are in.</param>
    /// <param name="options">They themselves.</param>
    /// <param name="validate">Throws an <see cref="ArgumentException"/> with all that is wrong.</param>
    public static IEnumerable<string> Nested<T>(string name, T? options, Action<T> validate)
        where T : class
    {
        if (options is null)
            return [$"{name} is null; leave it at its default."];
        try
        {
            validate(options);
            return [];
        }
        catch (ArgumentException e)
        {
            return [$"{name}: {e.Message}"];
        }
    }
}
