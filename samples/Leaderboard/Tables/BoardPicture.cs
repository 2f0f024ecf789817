using Leaderboard.Sets;
using Leaderboard.Trainers;
using Samples.Shared;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Leaderboard.Tables;

/// <summary>
/// The main measure of each trainer on each set, and beside it how far each is from the better baseline; sets of classes above sets of
/// numbers.
/// </summary>
internal static class BoardPicture
{
    private const int PanelWidth = 560;
    private const int RowHeight = 44;
    private const int LegendLine = 24;
    private const float NamesWidth = 150;
    private const float LegendWidth = 260;

    /// <summary>Saves the picture as a PNG file.</summary>
    public static void Save(Standings standings, string path)
    {
        bool compares = standings.Sets.Any(set => standings.BestBaseline(set, Measure.ForTask(set.Description.Task)) is not null);
        PictureStyle.Save(
            [.. standings.MainMeasures.Select(measure => Band(standings, measure, compares))], PanelWidth * (compares ? 2 : 1), path);
    }

    private static (Multiplot Panels, int Height) Band(Standings standings, Measure measure, bool compares)
    {
        LoadedSet[] sets = [.. standings.Sets.Where(set => Measure.ForTask(set.Description.Task) == measure)];
        bool isShare = measure == Measure.Accuracy;
        string title = $"{char.ToUpperInvariant(measure.Title[0])}{measure.Title[1..]}";
        var panels = new Multiplot(Panel(
            standings, sets, measure, isShare ? $"{measure.Title}, %" : $"{measure.Title}, % (less is better)", title,
            (_, value) => 100 * value, names: true, legend: !compares));
        if (compares)
        {
            Plot leads = Panel(
                standings,
                sets,
                measure,
                isShare ? $"points of {measure.Title}" : "points (less is better)",
                "Minus the better baseline",
                (set, value) => 100 * (value - standings.BestBaseline(set, measure)?.Mean ?? double.NaN),
                names: false,
                legend: true);
            leads.Add.VerticalLine(0, 1, PictureStyle.Axis, LinePattern.Dotted).ExcludeFromLegend = true;
            panels.Subplots.Add(leads);
            panels.Layout = new ScottPlot.MultiplotLayouts.Grid(1, 2);
        }
        return (panels, 90 + Math.Max(RowHeight * sets.Length, LegendLine * standings.Trainers.Count));
    }

    private static Plot Panel(
        Standings standings,
        LoadedSet[] sets,
        Measure measure,
        string axis,
        string title,
        Func<LoadedSet, double, double> value,
        bool names,
        bool legend)
    {
        Plot plot = PictureStyle.Panel(axis, title);
        plot.Layout.Fixed(new PixelPadding(names ? NamesWidth : 24, legend ? LegendWidth : 14, 46, 34));
        int trainers = standings.Trainers.Count;
        for (int i = 0; i < trainers; i++)
        {
            Trainer trainer = standings.Trainers[i];
            Color color = PictureStyle.Series(i);
            double shift = trainers == 1 ? 0 : 0.6 * (i / (trainers - 1.0) - 0.5);
            var points = sets
                .Select((set, row) => (set, row: row + shift, statistic: standings.Of(set, trainer.Name, measure)))
                .Where(point => point.statistic is not null && double.IsFinite(value(point.set, point.statistic.Mean)))
                .ToArray();
            double[] x = [.. points.Select(point => value(point.set, point.statistic!.Mean))], y = [.. points.Select(point => point.row)];
            ScottPlot.Plottables.Markers markers = plot.Add.Markers(x, y, PictureStyle.Shape(i), 7, color);
            markers.LegendText = trainer.Title;
            foreach ((LoadedSet set, double row, Statistic? statistic) in points)
            {
                if (statistic!.Deviation is { } deviation)
                    plot.Add.Line(value(set, statistic.Mean - deviation), row, value(set, statistic.Mean + deviation), row).Color = color;
            }
        }

        plot.Axes.Left.TickGenerator = new NumericManual(
            [.. Enumerable.Range(0, sets.Length).Select(row => (double)row)],
            [.. sets.Select(set => names ? set.Description.Name : "")]);
        plot.Axes.AutoScale();
        AxisLimits limits = plot.Axes.GetLimits();
        plot.Axes.SetLimits(limits.Left, limits.Right, sets.Length - 0.5, -0.5);
        if (legend)
            PictureStyle.AddLegend(plot);
        return plot;
    }
}
