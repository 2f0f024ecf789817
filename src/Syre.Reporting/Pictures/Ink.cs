using ScottPlot;

namespace Syre.Reporting.Pictures;

/// <summary>A colour of the pictures: as it is in files, and the name that the page gives it, so that the page can have
/// another in the dark.</summary>
/// <param name="Hex">The colour in files, <c>#RRGGBB</c>.</param>
/// <param name="Variable">Its variable in the style sheet of the page.</param>
internal sealed record Ink(string Hex, string Variable)
{
    /// <summary>Axes.</summary>
    public static readonly Ink Axis = new("#6E7781", "--axis");

    /// <summary>Grid lines.</summary>
    public static readonly Ink Grid = new("#E3E7EB", "--grid");

    /// <summary>Texts.</summary>
    public static readonly Ink Text = new("#424A53", "--muted");

    /// <summary>The random baseline.</summary>
    public static readonly Ink Baseline = new("#8C959F", "--baseline");

    /// <summary>The network, or the first arm of two.</summary>
    public static readonly Ink Measured = new("#0A62C9", "--measured");

    /// <summary>The other arm of two.</summary>
    public static readonly Ink Other = new("#C4570A", "--other");

    /// <summary>Layers in one picture, in their order; told apart in all common kinds of colour blindness (after Okabe and Ito).</summary>
    public static readonly IReadOnlyList<Ink> Series =
    [
        new("#0A62C8", "--series-1"), new("#D55E01", "--series-2"), new("#008A66", "--series-3"), new("#B8559A", "--series-4"),
        new("#B07A00", "--series-5"), new("#3D9BD1", "--series-6"), new("#7A5CC1", "--series-7"), new("#6B6B01", "--series-8"),
    ];

    /// <summary>All of them.</summary>
    public static IEnumerable<Ink> All => [Axis, Grid, Text, Baseline, Measured, Other, .. Series];

    /// <summary>The colour in ScottPlot.</summary>
    public Color Color => Color.FromHex(Hex);
}
