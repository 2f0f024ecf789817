using Leaderboard.Sets;
using Leaderboard.Trainers;
using ScottPlot;
using ScottPlot.TickGenerators;
using Syre.Reporting;
using Syre.Reporting.Pictures;

namespace Leaderboard.Tables;

/// <summary>Accuracy of each trainer on each set, and beside it how far each is from the better baseline.</summary>
internal static class BoardPicture
{
    private const int PanelWidth = 560;
    private const int RowHeight = 44;
    private const int LegendLine = 24;
    private const float NamesWidth = 130;
    private const float LegendWidth = 260;

    /// <summary>The picture.</summary>
    public static Picture Of(Standings standings)
    {
        bool compares = standings.Sets.Any(set => standings.BestBaseline(set, Measure.Accuracy) is not null);
        int height = 90 + Math.Max(RowHeight * standings.Sets.Count, LegendLine * standings.Trainers.Count);
        return new Picture($"{standings.Board.Title}: accuracy by set and trainer", PanelWidth * (compares ? 2 : 1), height, () =>
        {
            var plots = new Multiplot(
                Panel(standings, "accuracy, %", "Accuracy", (_, value) => 100 * value, names: true, legend: !compares));
            if (!compares)
                return plots;
            Plot leads = Panel(
                standings,
                "points of accuracy",
                "Minus the better baseline",
                (set, value) => 100 * (value - standings.BestBaseline(set, Measure.Accuracy)?.Mean ?? double.NaN),
                names: false,
                legend: true);
            leads.Add.VerticalLine(0, 1, Ink.Axis.Color, LinePattern.Dotted).ExcludeFromLegend = true;
            plots.Subplots.Add(leads);
            plots.Layout = new ScottPlot.MultiplotLayouts.Grid(1, 2);
            return plots;
        });
    }

    private static Plot Panel(
        Standings standings, string axis, string title, Func<LoadedSet, double, double> value, bool names, bool legend)
    {
        Plot plot = PictureStyle.Create(axis, "");
        PictureStyle.AddTitle(plot, title);
        plot.Layout.Fixed(new PixelPadding(names ? NamesWidth : 24, legend ? LegendWidth : 14, 46, 34));
        int sets = standings.Sets.Count, trainers = standings.Trainers.Count;
        for (int i = 0; i < trainers; i++)
        {
            Trainer trainer = standings.Trainers[i];
            Color color = Ink.Series[i % Ink.Series.Count].Color;
            double shift = trainers == 1 ? 0 : 0.6 * (i / (trainers - 1.0) - 0.5);
            var points = standings.Sets
                .Select((set, row) => (set, row: row + shift, statistic: standings.Of(set, trainer.Name, Measure.Accuracy)))
                .Where(point => point.statistic is not null && double.IsFinite(value(point.set, point.statistic.Mean)))
                .ToArray();
            double[] x = [.. points.Select(point => value(point.set, point.statistic!.Mean))], y = [.. points.Select(point => point.row)];
            ScottPlot.Plottables.Markers markers = plot.Add.Markers(x, y, MarkerShape.FilledCircle, 7, color);
            markers.LegendText = trainer.Title;
            foreach ((LoadedSet set, double row, Statistic? statistic) in points)
            {
                if (statistic!.Deviation is { } deviation)
                    plot.Add.Line(value(set, statistic.Mean - deviation), row, value(set, statistic.Mean + deviation), row).Color = color;
            }
        }

        plot.Axes.Left.TickGenerator = new NumericManual(
            [.. Enumerable.Range(0, sets).Select(row => (double)row)],
            [.. standings.Sets.Select(set => names ? set.Description.Name : "")]);
        plot.Axes.AutoScale();
        AxisLimits limits = plot.Axes.GetLimits();
        plot.Axes.SetLimits(limits.Left, limits.Right, sets - 0.5, -0.5);
        if (legend)
            ShowLegend(plot);
        return plot;
    }

    private static void ShowLegend(Plot plot)
    {
        plot.ShowLegend(Edge.Right);
        plot.Legend.FontName = PictureFont.Name;
        plot.Legend.FontSize = 12;
        plot.Legend.FontColor = Ink.Text.Color;
        plot.Legend.OutlineColor = Colors.Transparent;
        plot.Legend.ShadowColor = Colors.Transparent;
    }
}
