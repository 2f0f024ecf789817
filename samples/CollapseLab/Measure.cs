namespace CollapseLab;

/// <summary>Something that is measured at the end of every run.</summary>
/// <param name="Name">Its name in files.</param>
/// <param name="Title">Its name in tables and pictures, with its unit.</param>
/// <param name="Format">How its values are written.</param>
internal sealed record Measure(string Name, string Title, string Format = "0.000")
{
    /// <summary>Whether the report has a table of its paired differences against syre. Default false.</summary>
    public bool IsCompared { get; init; }

    /// <summary>Whether pictures have a logarithmic axis for it. Default false.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Whether the default pictures show it. Default true.</summary>
    public bool IsDrawn { get; init; } = true;
}
