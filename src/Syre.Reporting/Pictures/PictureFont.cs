using ScottPlot;
using SkiaSharp;

namespace Syre.Reporting.Pictures;

/// <summary>
/// The font of the pictures, from inside this assembly: without fonts on the machine, as in most containers, ScottPlot writes no text at all. It is known to
/// ScottPlot under a name of its own and changes nothing for other plots of the process.
/// </summary>
internal sealed class PictureFont : IFontResolver
{
    /// <summary>Its name in ScottPlot.</summary>
    public const string Name = "Syre.Reporting";

    private static readonly Lazy<bool> s_known = new(() =>
    {
        Fonts.FontResolvers.Add(new PictureFont());
        return true;
    });

    /// <summary>Makes it known to ScottPlot.</summary>
    public static void EnsureKnown() => _ = s_known.Value;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        CreateTypeface(fontName, weight >= FontWeight.SemiBold, slant != FontSlant.Upright);

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic)
    {
        if (fontName != Name)
            return null;
        using Stream font = Resources.Open(bold ? "bold.ttf" : "regular.ttf");
        return SKTypeface.FromStream(font);
    }
}
