using ScottPlot;
using SkiaSharp;
using Syre.Reporting;

namespace Samples.Shared;

/// <summary>How the panels of a sample's pictures look.</summary>
internal static class PictureStyle
{
    /// <summary>A colour for each series; told apart in all common kinds of colour blindness (after Okabe and Ito).</summary>
    private static readonly string[] s_series =
        ["#0A62C8", "#D55E01", "#008A66", "#B8559A", "#B07A00", "#3D9BD1", "#7A5CC1", "#6B6B01"];

    public static Color Text { get; } = Color.FromHex("#424A53");

    public static Color Axis { get; } = Color.FromHex("#6E7781");

    public static Color Series(int series) => Color.FromHex(s_series[series % s_series.Length]);

    /// <summary>A shape for each round of the colours.</summary>
    public static MarkerShape Shape(int series) => (series / s_series.Length) switch
    {
        0 => MarkerShape.FilledCircle,
        1 => MarkerShape.FilledSquare,
        _ => MarkerShape.FilledDiamond,
    };

    /// <summary>A pattern of lines for each round of the colours.</summary>
    public static LinePattern Pattern(int series) => (series / s_series.Length) switch
    {
        0 => LinePattern.Solid,
        1 => LinePattern.Dashed,
        _ => LinePattern.Dotted,
    };

    /// <summary>An empty panel with quiet axes.</summary>
    public static Plot Panel(string axis, string title)
    {
        PictureFont.EnsureKnown();
        var plot = new Plot();
        plot.Axes.Color(Axis);
        plot.Axes.Right.IsVisible = plot.Axes.Top.IsVisible = false;
        plot.Grid.MajorLineColor = Color.FromHex("#E3E7EB");
        plot.XLabel(axis, 12);
        plot.Title(title, 14);
        plot.Axes.Bottom.Label.Bold = false;
        foreach (IAxis shown in (IAxis[])[plot.Axes.Bottom, plot.Axes.Left])
        {
            shown.MinorTickStyle.Length = 0;
            shown.TickLabelStyle.FontSize = 12;
            shown.TickLabelStyle.ForeColor = Text;
        }
        plot.Axes.Bottom.Label.ForeColor = plot.Axes.Title.Label.ForeColor = Text;
        plot.Font.Set(PictureFont.Name);
        plot.HideLegend();
        return plot;
    }

    /// <summary>Explains the colours at the right of a panel.</summary>
    public static void AddLegend(Plot plot)
    {
        plot.ShowLegend(Edge.Right);
        plot.Legend.FontName = PictureFont.Name;
        plot.Legend.FontSize = 12;
        plot.Legend.FontColor = Text;
        plot.Legend.OutlineColor = plot.Legend.ShadowColor = Colors.Transparent;
    }

    /// <summary>Saves panels below each other as a PNG file on white, two pixels for each of the picture, for sharp screens.</summary>
    public static void Save(IReadOnlyList<(Multiplot Panels, int Height)> bands, int width, string path)
    {
        int height = bands.Sum(band => band.Height), top = 0;
        using var surface = SKSurface.Create(new SKImageInfo(2 * width, 2 * height));
        foreach ((Multiplot panels, int own) in bands)
        {
            // A canvas of its own: panels are drawn from the top of theirs, wherever they are asked to be.
            using var band = SKSurface.Create(new SKImageInfo(2 * width, 2 * own));
            band.Canvas.Clear(SKColors.White);
            band.Canvas.Scale(2);
            panels.Render(band.Canvas, new PixelRect(0, width, own, 0));
            surface.Canvas.DrawSurface(band, 0, 2 * top);
            top += own;
        }
        using SKImage image = surface.Snapshot();
        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(path, png.ToArray());
    }
}
