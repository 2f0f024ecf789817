using ScottPlot;

namespace Syre.Reporting.Pictures;

/// <summary>Singular values over their largest, on a logarithmic axis, so that spectra of layers of any scale compare.</summary>
internal static class SpectrumPlot
{
    private const int LowestPower = -6;

    /// <summary>A picture of spectra.</summary>
    public static Picture Create(string description, IReadOnlyList<DrawnSpectrum> spectra) => new(description, () => Draw(spectra));

    /// <summary>A plot of spectra.</summary>
    public static Plot Draw(IReadOnlyList<DrawnSpectrum> spectra)
    {
        Plot plot = PictureStyle.Create("index of the singular value", "singular value / largest");
        foreach (DrawnSpectrum spectrum in spectra)
        {
            double[] logarithms = Logarithms(spectrum);
            PictureStyle.AddLine(plot, [.. Enumerable.Range(1, logarithms.Length).Select(i => (double)i)], logarithms, spectrum.Ink,
                spectrum.Name, spectrum.Pattern);
            if (!(spectrum.Ranks.EffectiveRank > 0 && double.IsFinite(spectrum.Ranks.EffectiveRank)))
                continue;
            ScottPlot.Plottables.VerticalLine mark =
                plot.Add.VerticalLine(spectrum.Ranks.EffectiveRank, 1.5f, spectrum.Ink.Color, LinePattern.Dotted);
            mark.ExcludeFromLegend = true;
        }
        double lowest = spectra.SelectMany(Logarithms).DefaultIfEmpty(-1).Min();
        int width = spectra.Select(spectrum => spectrum.Ranks.SingularValues.Count).DefaultIfEmpty(1).Max();
        double bottom = Math.Clamp(Math.Floor(lowest * 2) / 2, LowestPower, -1);
        plot.Axes.SetLimits(0, Math.Max(2, width * 1.02), bottom, -0.03 * bottom);
        PictureStyle.UsePowersOfTen(plot, bottom);
        return plot;
    }

    // From the first value that is zero, or below what the picture shows, there is no line.
    private static double[] Logarithms(DrawnSpectrum spectrum)
    {
        IReadOnlyList<float> values = spectrum.Ranks.SingularValues;
        return values.Count == 0 || !(values[0] > 0)
            ? []
            : [.. values.Select(value => Math.Log10(value / values[0])).TakeWhile(logarithm => logarithm >= LowestPower)];
    }
}
