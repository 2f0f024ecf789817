using ScottPlot;
using Syre.Torch;

namespace Syre.Reporting.Pictures;

/// <summary>Curves over the epochs.</summary>
internal static class HistoryPlot
{
    /// <summary>A curve a layer; null without a history.</summary>
    public static Picture? OfLayers(CollapseReport report, string vertical, Func<LayerEpoch, double> read, string description)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.History.Count == 0 ? null : new Picture(description, () => DrawLayers(report, vertical, read));
    }

    /// <summary>The error on held-back rows; null where no epoch has one.</summary>
    public static Picture? OfError(CollapseReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.History.All(epoch => epoch.ValidationError is null)
            ? null
            : new Picture("Error on held-back rows over the epochs",
                () => Draw("error on held-back rows", [new Curve(report.Name, Ink.Measured, Errors(report))]));
    }

    /// <summary>The losses of both networks of a plasticity report, means over the runs.</summary>
    public static Picture OfLosses(PlasticityReport report) => new(
        $"The {report.Measure} on held-back rows, epoch by epoch, carried on and fresh",
        () => Draw(report.Measure, [
            new Curve("carried on", Ink.Measured, Points(report.Mean.Carried)),
            new Curve("fresh", Ink.Other, Points(report.Mean.Fresh))]));

    /// <summary>The points of the error.</summary>
    public static (double Epoch, double Value)[] Errors(CollapseReport report) =>
        [.. report.History.Where(epoch => epoch.ValidationError is not null)
            .Select(epoch => ((double)epoch.Epoch, epoch.ValidationError!.Value))];

    /// <summary>The points of a layer.</summary>
    public static (double Epoch, double Value)[] Layer(CollapseReport report, int layer, Func<LayerEpoch, double> read) =>
        [.. report.History.Where(epoch => layer < epoch.Layers.Count).Select(epoch => ((double)epoch.Epoch, read(epoch.Layers[layer])))];

    /// <summary>A plot with a curve a layer.</summary>
    public static Plot DrawLayers(CollapseReport report, string vertical, Func<LayerEpoch, double> read) => Draw(
        vertical,
        [.. report.Layers.Select(
            (layer, index) => new Curve(layer.Name, Ink.Series[index % Ink.Series.Count], Layer(report, index, read), Pattern(index)))]);

    /// <summary>A plot of curves.</summary>
    public static Plot Draw(string vertical, IReadOnlyList<Curve> curves)
    {
        Plot plot = PictureStyle.Create("epoch", vertical);
        double highest = 0;
        double last = 1;
        foreach (Curve curve in curves)
        {
            (double Epoch, double Value)[] points = [.. curve.Points.Where(point => double.IsFinite(point.Value))];
            PictureStyle.AddLine(plot, [.. points.Select(point => point.Epoch)], [.. points.Select(point => point.Value)], curve.Ink,
                curve.Name, curve.Pattern);
            highest = points.Select(point => point.Value).Append(highest).Max();
            last = points.Select(point => point.Epoch).Append(last).Max();
        }
        plot.Axes.SetLimits(0, last, 0, highest > 0 ? highest * 1.06 : 1);
        return plot;
    }

    private static (double Epoch, double Value)[] Points(IReadOnlyList<double> losses) =>
        [.. losses.Select((loss, epoch) => (epoch + 1.0, loss))];

    // Beyond the colours that there are, patterns tell layers apart.
    private static LinePattern Pattern(int index) => (index / Ink.Series.Count) switch
    {
        0 => LinePattern.Solid,
        1 => LinePattern.Dashed,
        _ => LinePattern.Dotted,
    };
}
