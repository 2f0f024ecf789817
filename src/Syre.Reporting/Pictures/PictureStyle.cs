using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Syre.Reporting.Pictures;

/// <summary>What all pictures have in common, so that they look like one set: size, margins, axes, font.</summary>
internal static class PictureStyle
{
    /// <summary>Width of a picture.</summary>
    public const int Width = 400;

    /// <summary>Height of a picture.</summary>
    public const int Height = 280;

    /// <summary>An empty plot with quiet axes and room for their labels.</summary>
    public static Plot Create(string horizontal, string vertical)
    {
        PictureFont.EnsureKnown();
        var plot = new Plot();
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.Layout.Fixed(new PixelPadding(58, 14, 46, 12));
        plot.Axes.Color(Ink.Axis.Color);
        plot.Axes.Right.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
        plot.Grid.MajorLineColor = Ink.Grid.Color;
        plot.HideLegend();
        plot.XLabel(horizontal);
        plot.YLabel(vertical);
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { LabelFormatter = Number, TickDensity = 0.7, IntegerTicksOnly = true };
        plot.Axes.Left.TickGenerator = new NumericAutomatic { LabelFormatter = Number, TickDensity = 0.7 };
        foreach (IAxis axis in (IAxis[])[plot.Axes.Bottom, plot.Axes.Left])
        {
            axis.MinorTickStyle.Length = 0;
            axis.TickLabelStyle.FontName = PictureFont.Name;
            axis.TickLabelStyle.FontSize = 12;
            axis.TickLabelStyle.ForeColor = Ink.Text.Color;
            axis.Label.FontName = PictureFont.Name;
            axis.Label.FontSize = 12;
            axis.Label.Bold = false;
            axis.Label.ForeColor = Ink.Text.Color;
        }
        return plot;
    }

    /// <summary>A line through points, without markers.</summary>
    public static void AddLine(Plot plot, double[] x, double[] y, Ink ink, string legend, LinePattern? pattern = null, float width = 2)
    {
        ScottPlot.Plottables.Scatter line = plot.Add.Scatter(x, y, ink.Color);
        line.MarkerSize = x.Length == 1 ? 6 : 0;
        line.LineWidth = width;
        line.LinePattern = pattern ?? LinePattern.Solid;
        line.LegendText = legend;
    }

    /// <summary>Makes the vertical axis, which holds logarithms, show powers of ten from about 10^lowest to 1.</summary>
    public static void UsePowersOfTen(Plot plot, double range)
    {
        int lowest = (int)Math.Floor(range);
        int step = range < -4 ? 2 : 1;
        int[] powers = [.. Enumerable.Range(0, -lowest / step + 1).Select(i => -i * step)];
        plot.Axes.Left.TickGenerator = new NumericManual(
            [.. powers.Select(power => (double)power)],
            [.. powers.Select(power => power == 0 ? "1" : power == -1 ? "0.1" : "10" + Superscript(power))]);
    }

    /// <summary>Asks for a title above the data; pictures of one page have theirs in the page.</summary>
    public static void AddTitle(Plot plot, string title)
    {
        plot.Layout.Fixed(new PixelPadding(58, 14, 46, 34));
        plot.Title(title, 14);
        plot.Axes.Title.Label.Bold = true;
        plot.Axes.Title.Label.ForeColor = Ink.Text.Color;
        plot.Axes.Title.Label.FontName = title.All(character => character < 0x100) ? PictureFont.Name : Fonts.Detect(title);
    }

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture).Replace('-', '−');

    private static string Superscript(int power) =>
        "⁻" + string.Concat((-power).ToString(CultureInfo.InvariantCulture).Select(digit => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']));
}
