using ScottPlot;
using Syre.Torch;

namespace Syre.Reporting.Pictures;

/// <summary>Everything in one picture, each part with its title and its legend.</summary>
internal static class OverviewPlot
{
    private const int MostLayers = 8;
    private const int Columns = 3;

    /// <summary>The picture.</summary>
    public static Picture Create(CollapseReport report)
    {
        HashSet<LayerReport> shown = [.. report.Layers.OrderBy(layer => layer.EffectiveRankRatio).Take(MostLayers)];
        LayerReport[] layers = [.. report.Layers.Where(shown.Contains)];
        int plots = Math.Max(1, layers.Length + (report.History.Count == 0 ? 0 : 2) + (HistoryPlot.Errors(report).Length == 0 ? 0 : 1));
        int columns = Math.Min(Columns, plots);
        int rows = (plots + columns - 1) / columns;
        return new Picture(
            $"Spectra and training curves of {report.Name}", columns * PictureStyle.Width, rows * (PictureStyle.Height + 20),
            () => Draw(report, layers, rows, columns));
    }

    private static Multiplot Draw(CollapseReport report, IReadOnlyList<LayerReport> layers, int rows, int columns)
    {
        List<Plot> plots = [.. layers.Select(layer => Titled(
            $"{layer.Name}: effective rank {Figures.Rank(layer.Measured.Centred.EffectiveRank)}",
            SpectrumPlot.Draw(DrawnSpectrum.Pair(layer))))];
        if (report.History.Count > 0)
        {
            plots.Add(
                Titled("Effective rank over training", HistoryPlot.DrawLayers(report, "effective rank", layer => layer.EffectiveRank)));
            plots.Add(Titled("Dead units over training", HistoryPlot.DrawLayers(report, "dead units, %", layer => layer.DeadShare * 100)));
        }
        if (HistoryPlot.Errors(report) is { Length: > 0 } errors)
        {
            plots.Add(
                Titled("Error on held-back rows", HistoryPlot.Draw("error", [new Curve("error", Ink.Measured, errors)]), legend: false));
        }

        if (plots.Count == 0)
            plots.Add(Titled($"{report.Name} has no hidden layers", PictureStyle.Create("", "")));
        return Join(plots, rows, columns);
    }

    private static Multiplot Join(IReadOnlyList<Plot> plots, int rows, int columns)
    {
        var multiplot = new Multiplot(plots[0]);
        foreach (Plot plot in plots.Skip(1))
            multiplot.Subplots.Add(plot);
        multiplot.Layout = new ScottPlot.MultiplotLayouts.Grid(rows, columns);
        return multiplot;
    }

    private static Plot Titled(string title, Plot plot, bool legend = true)
    {
        PictureStyle.AddTitle(plot, title);
        if (!legend)
            return plot;
        // Room above the lines for the legend.
        AxisLimits limits = plot.Axes.GetLimits();
        plot.Axes.SetLimitsY(limits.Bottom, limits.Top + 0.16 * limits.VerticalSpan);
        Legend box = plot.ShowLegend(Alignment.UpperRight, Orientation.Horizontal);
        box.FontName = PictureFont.Name;
        box.FontSize = 11;
        box.FontColor = Ink.Text.Color;
        box.BackgroundColor = Colors.White.WithAlpha(0.85);
        box.OutlineColor = Colors.Transparent;
        box.ShadowColor = Colors.Transparent;
        return plot;
    }
}
