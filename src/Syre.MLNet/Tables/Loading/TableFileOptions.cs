using Syre.Torch;

namespace Syre.MLNet;

/// <summary>Options of <c>LoadTable</c>: what of a file's form is known, so that it need not be inferred.</summary>
public sealed record TableFileOptions
{
    /// <summary>
    /// What stands between the columns. Null (default) for the one of comma, semicolon, tab and bar that cuts all rows alike.
    /// </summary>
    public char? Separator { get; init; }

    /// <summary>Whether the first row names the columns. Null (default) to tell by whether it looks like the rows below it.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>
    /// Rows that the types are inferred from, from 1. Default 100 000. Where a later row has a text in a column of numbers, it is missing.
    /// A file with more rows has no columns of Booleans and dates, which ML.NET's loader stops at where it cannot read one: they are texts.
    /// </summary>
    public int InferenceRows { get; init; } = 100_000;

    /// <summary>Notes every option that is out of range.</summary>
    /// <param name="violations">Is told of them.</param>
    internal void AddTo(Violations violations)
    {
        violations.Require(Separator is not ('"' or '\n' or '\r' or '.'),
            "Separator is a quote, a point or the end of a line; give the character between the columns.");
        violations.Require(InferenceRows >= 1, InferenceRows, "at least 1");
    }
}
