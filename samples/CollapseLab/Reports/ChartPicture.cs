using Samples.Shared;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace CollapseLab.Reports;

/// <summary>Panels as a PNG file, two beside each other, and the names of the lines at the right.</summary>
internal static class ChartPicture
{
    private const int PanelWidth = 480, PanelHeight = 330;
    private const float LegendWidth = 200;

    /// <summary>Saves it.</summary>
    public static void Save(IReadOnlyList<Chart> charts, string path)
    {
        (Multiplot Panels, int Height)[] bands = [.. charts.Chunk(2).Select(row => (Band(row), PanelHeight))];
        PictureStyle.Save(bands, 2 * PanelWidth + (int)LegendWidth, path);
    }

    private static Multiplot Band(Chart[] row)
    {
        var panels = new Multiplot(Panel(row[0], legend: false));
        panels.Subplots.Add(row.Length == 2 ? Panel(row[1], legend: true) : Empty(row[0]));
        panels.Layout = new Columns();
        return panels;
    }

    private static Plot Panel(Chart chart, bool legend)
    {
        Plot plot = PictureStyle.Panel(chart.XTitle, chart.Title);
        plot.YLabel(InTwoLines(chart.YTitle), 12);
        plot.Axes.Left.Label.Bold = false;
        plot.Axes.Left.Label.FontName = Syre.Reporting.PictureFont.Name;
        plot.Layout.Fixed(new PixelPadding(80, legend ? LegendWidth : 12, 46, 34));
        foreach (ChartLine line in chart.Lines)
            Draw(plot, chart, line);
        plot.Axes.AutoScale();
        if (chart.XIsLogarithmic)
            plot.Axes.Bottom.TickGenerator = Powers();
        if (chart.YIsLogarithmic)
            plot.Axes.Left.TickGenerator = Powers();
        if (legend)
            PictureStyle.AddLegend(plot);
        return plot;
    }

    /// <summary>What stands at the right of a last panel that is alone: the names of its lines.</summary>
    private static Plot Empty(Chart chart)
    {
        Plot plot = Panel(chart with { Title = "", XTitle = "", YTitle = "" }, legend: true);
        foreach (IPlottable plottable in plot.GetPlottables())
            plottable.IsVisible = plottable is not ScottPlot.Plottables.FillY && plottable.IsVisible;
        plot.Axes.SetLimits(1e9, 1e9 + 1, 1e9, 1e9 + 1);
        plot.HideAxesAndGrid();
        return plot;
    }

    private static void Draw(Plot plot, Chart chart, ChartLine line)
    {
        Color color = PictureStyle.Series(line.Style);
        (double X, double Mean, double Lower, double Upper)[] points = [.. line.Points
            .Select(point => (
                Place(point.X, chart.XIsLogarithmic),
                Place(point.Y.Mean, chart.YIsLogarithmic),
                Place(point.Y.Lower, chart.YIsLogarithmic),
                Place(point.Y.Upper, chart.YIsLogarithmic)))
            .Where(point => double.IsFinite(point.Item1) && double.IsFinite(point.Item2))];
        if (points.Length == 0)
            return;
        double[] x = [.. points.Select(point => point.X)];
        var band = plot.Add.FillY(
            x,
            [.. points.Select(point => double.IsFinite(point.Lower) ? point.Lower : point.Mean)],
            [.. points.Select(point => double.IsFinite(point.Upper) ? point.Upper : point.Mean)]);
        band.FillColor = color.WithAlpha(0.15);
        band.LineWidth = 0;
        band.MarkerStyle.IsVisible = false;
        var drawn = plot.Add.Scatter(x, [.. points.Select(point => point.Mean)], color);
        drawn.LegendText = line.Name;
        drawn.LineWidth = 1.5f;
        drawn.MarkerShape = PictureStyle.Shape(line.Style);
        drawn.MarkerSize = points.Length > 30 ? 0 : 6;
    }

    private static double Place(double value, bool isLogarithmic) =>
        !isLogarithmic ? value : value > 0 ? Math.Log10(value) : double.NaN;

    private static NumericAutomatic Powers() => new()
    {
        IntegerTicksOnly = true,
        LabelFormatter = exponent => exponent < -3 ? $"1e{exponent:0}" : Math.Pow(10, exponent).ToString("0.###"),
    };

    /// <summary>A long title, broken at the space nearest to its middle.</summary>
    private static string InTwoLines(string title)
    {
        if (title.Length < 42)
            return title;
        int middle = Enumerable.Range(0, title.Length).Where(i => title[i] == ' ').MinBy(i => Math.Abs(i - title.Length / 2));
        return $"{title[..middle]}\n{title[(middle + 1)..]}";
    }

    /// <summary>Two panels, the right one wider by the names.</summary>
    private sealed class Columns : IMultiplotLayout
    {
        public PixelRect[] GetSubplotRectangles(SubplotCollection subplots, PixelRect figureRect)
        {
            float middle = figureRect.Left + PanelWidth;
            return
            [
                new(figureRect.Left, middle, figureRect.Bottom, figureRect.Top),
                new(middle, figureRect.Right, figureRect.Bottom, figureRect.Top),
            ];
        }
    }
}
