using ScottPlot;
using ScottPlot.Colormaps;
using ScottPlot.TickGenerators;
using Syre.Torch;

namespace Syre.Reporting.Pictures;

/// <summary>|Cosine| of pairs of units as a heat map with its scale.</summary>
internal static class SimilarityPlot
{
    /// <summary>A plot of a similarity.</summary>
    public static Plot Create(UnitSimilarity similarity)
    {
        int side = similarity.Units.Count;
        Plot plot = PictureStyle.Create("unit, alike ones together", "unit");
        // A square of 222 pixels, and the scale at its right.
        plot.Layout.Fixed(new PixelPadding(58, 120, 46, 12));
        double[,] values = new double[side, side];
        for (int row = 0; row < side; row++)
        {
            for (int column = 0; column < side; column++)
                values[row, column] = similarity.Values[row * side + column] / 255.0;
        }
        ScottPlot.Plottables.Heatmap map = plot.Add.Heatmap(values);
        map.Colormap = new Viridis();
        map.ManualRange = new ScottPlot.Range(0, 1);
        map.Extent = new CoordinateRect(0, side, 0, side);
        ScottPlot.Panels.ColorBar scale = plot.Add.ColorBar(map);
        scale.Label = "|cosine|";
        scale.Axis.TickGenerator = new NumericManual([0, 0.5, 1], ["0", "0.5", "1"]);
        scale.Axis.TickLabelStyle.FontName = scale.LabelStyle.FontName = PictureFont.Name;
        scale.Axis.TickLabelStyle.FontSize = scale.LabelStyle.FontSize = 12;
        scale.Axis.TickLabelStyle.ForeColor = scale.LabelStyle.ForeColor = Ink.Text.Color;
        scale.LabelStyle.Bold = false;
        scale.Axis.FrameLineStyle.Color = scale.Axis.MajorTickStyle.Color = Ink.Axis.Color;
        plot.HideGrid();
        plot.Axes.Left.TickGenerator = plot.Axes.Bottom.TickGenerator = new NumericManual([0, side], ["1", $"{side}"]);
        plot.Axes.SetLimits(0, side, 0, side);
        return plot;
    }
}
