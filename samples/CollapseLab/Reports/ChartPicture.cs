using Samples.Shared;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using Syre.Reporting;

namespace CollapseLab.Reports;

/// <summary>Panels as a PNG file, two beside each other, below the names of all lines.</summary>
internal static class ChartPicture
{
    private const int PanelWidth = 560, PanelHeight = 330, NameWidth = 200, NameHeight = 24;

    /// <summary>How far apart the arms are drawn at a place that has a name.</summary>
    private const double Spread = 0.6;

    /// <summary>Most points of a line that each have a tick.</summary>
    private const int MostPlaces = 7;

    /// <summary>Saves it.</summary>
    public static void Save(IReadOnlyList<Chart> charts, string path)
    {
        (Multiplot Panels, int Height)[] bands = [Names(charts), .. charts.Chunk(2).Select(row => (Band(row), PanelHeight))];
        PictureStyle.Save(bands, 2 * PanelWidth, path);
    }

    private static (Multiplot Panels, int Height) Names(IReadOnlyList<Chart> charts)
    {
        ChartLine[] lines = [.. charts.SelectMany(chart => chart.Lines).Where(line => line.Points.Count > 0).DistinctBy(line => line.Style)
            .OrderBy(line => line.Style)];
        Plot plot = PictureStyle.Panel("", "");
        plot.HideAxesAndGrid();
        plot.Layout.Fixed(new PixelPadding(0));
        int columns = 2 * PanelWidth / NameWidth, rows = (lines.Length + columns - 1) / columns;
        plot.Axes.SetLimits(0, 2 * PanelWidth, rows * NameHeight, 0);
        for (int i = 0; i < lines.Length; i++)
        {
            double left = 30 + i / rows * NameWidth, middle = (i % rows + 0.5) * NameHeight;
            Styled(plot.Add.Scatter(new[] { left, left + 20, left + 40 }, [middle, middle, middle]), lines[i].Style).MarkerSize = 6;
            Text name = plot.Add.Text(lines[i].Name, left + 48, middle);
            name.LabelAlignment = Alignment.MiddleLeft;
            name.LabelFontName = PictureFont.Name;
            name.LabelFontSize = 12;
            name.LabelFontColor = PictureStyle.Text;
        }
        return (new Multiplot(plot), rows * NameHeight + 8);
    }

    private static Multiplot Band(Chart[] row)
    {
        var panels = new Multiplot(Panel(row[0]));
        Plot right = row.Length == 2 ? Panel(row[1]) : PictureStyle.Panel("", "");
        if (row.Length < 2)
            right.HideAxesAndGrid();
        panels.Subplots.Add(right);
        panels.Layout = new ScottPlot.MultiplotLayouts.Columns();
        return panels;
    }

    private static Plot Panel(Chart chart)
    {
        Plot plot = PictureStyle.Panel(chart.XTitle, chart.Title);
        plot.YLabel(InTwoLines(chart.YTitle), 12);
        plot.Axes.Left.Label.Bold = false;
        plot.Axes.Left.Label.FontName = PictureFont.Name;
        plot.Layout.Fixed(new PixelPadding(80, 12, 46, 34));
        ChartLine[] lines = [.. chart.Lines.Where(line => line.Points.Count > 0)];
        for (int i = 0; i < lines.Length; i++)
            Draw(plot, chart, lines[i], chart.XNames is null ? 0 : Spread * ((i + 0.5) / lines.Length - 0.5));
        plot.Axes.AutoScale();
        if (chart.XIsLogarithmic)
            plot.Axes.Bottom.TickGenerator = Places(lines) ?? Powers(plot.Axes.GetLimits().HorizontalSpan);
        if (chart.YIsLogarithmic)
            plot.Axes.Left.TickGenerator = Powers(plot.Axes.GetLimits().VerticalSpan);
        if (chart.XNames is { } names)
        {
            plot.Axes.Bottom.TickGenerator = new NumericManual([.. names.Keys], [.. names.Values]);
            plot.Axes.SetLimitsX(names.Keys.Min() - 0.5, names.Keys.Max() + 0.5);
        }
        return plot;
    }

    private static void Draw(Plot plot, Chart chart, ChartLine line, double shift)
    {
        (double X, double Mean, double Lower, double Upper)[] points = [.. line.Points
            .Select(point => (
                Place(point.X, chart.XIsLogarithmic) + shift,
                Place(point.Y.Mean, chart.YIsLogarithmic),
                Place(point.Y.Lower, chart.YIsLogarithmic),
                Place(point.Y.Upper, chart.YIsLogarithmic)))
            .Where(point => double.IsFinite(point.Item1) && double.IsFinite(point.Item2))
            .Select(point => (
                point.Item1,
                point.Item2,
                double.IsFinite(point.Item3) ? point.Item3 : point.Item2,
                double.IsFinite(point.Item4) ? point.Item4 : point.Item2))];
        if (points.Length == 0)
            return;
        double[] x = [.. points.Select(point => point.X)];
        Scatter drawn = Styled(plot.Add.Scatter(x, [.. points.Select(point => point.Mean)]), line.Style);
        drawn.MarkerSize = points.Length > 30 ? 0 : 6;
        if (chart.XNames is not null)
        {
            drawn.LineWidth = 0;
            foreach ((double at, double _, double lower, double upper) in points)
                plot.Add.Line(at, lower, at, upper).Color = drawn.Color;
            return;
        }
        FillY band = plot.Add.FillY(x, [.. points.Select(point => point.Lower)], [.. points.Select(point => point.Upper)]);
        band.FillColor = drawn.Color.WithAlpha(0.15);
        band.LineWidth = 0;
        band.MarkerStyle.IsVisible = false;
    }

    private static Scatter Styled(Scatter line, int style)
    {
        line.Color = PictureStyle.Series(style);
        line.LineWidth = 1.5f;
        line.LinePattern = PictureStyle.Pattern(style);
        line.MarkerShape = PictureStyle.Shape(style);
        return line;
    }

    private static double Place(double value, bool isLogarithmic) =>
        !isLogarithmic ? value : value > 0 ? Math.Log10(value) : double.NaN;

    /// <summary>Ticks of a logarithmic axis where the lines have their points; null where these are many.</summary>
    private static ITickGenerator? Places(IEnumerable<ChartLine> lines)
    {
        double[] places = [.. lines.SelectMany(line => line.Points).Select(point => point.X).Where(x => x > 0).Distinct()];
        return places.Length > MostPlaces ? null
            : new NumericManual([.. places.Select(Math.Log10)], [.. places.Select(x => x.ToString(x < 1e-3 ? "0.#e0" : "0.####"))]);
    }

    /// <summary>Ticks of a logarithmic axis: at powers of ten where it has several, else between them too.</summary>
    private static NumericAutomatic Powers(double decades) => new()
    {
        IntegerTicksOnly = decades >= 2,
        LabelFormatter = exponent => decades < 2 ? Math.Pow(10, exponent).ToString("g2")
            : exponent < -3 ? $"1e{exponent:0}"
            : Math.Pow(10, exponent).ToString("0.###"),
    };

    /// <summary>A long title, broken at the space nearest to its middle.</summary>
    private static string InTwoLines(string title)
    {
        if (title.Length < 42)
            return title;
        int middle = Enumerable.Range(0, title.Length).Where(i => title[i] == ' ').MinBy(i => Math.Abs(i - title.Length / 2));
        return $"{title[..middle]}\n{title[(middle + 1)..]}";
    }
}
