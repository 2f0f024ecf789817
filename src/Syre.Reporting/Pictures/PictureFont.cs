using ScottPlot;
using SkiaSharp;
using Syre.Reporting.Pictures;

namespace Syre.Reporting;

/// <summary>
/// The font of the pictures, for plots of one's own beside them: it comes with this library. Without fonts on the machine, as in most
/// containers, ScottPlot writes no text at all.
/// </summary>
public static class PictureFont
{
    /// <summary>Its name in ScottPlot, once it is known there; other plots of the process stay as they are.</summary>
    public const string Name = "Syre.Reporting";

    private static readonly Lazy<bool> s_known = new(() =>
    {
        Fonts.FontResolvers.Add(new Resolver());
        return true;
    });

    /// <summary>Makes it known to ScottPlot. To do so again changes nothing.</summary>
    public static void EnsureKnown() => _ = s_known.Value;

    private sealed class Resolver : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            CreateTypeface(fontName, weight >= FontWeight.SemiBold, slant != FontSlant.Upright);

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic)
        {
            if (fontName != Name)
                return null;
            using Stream font = Resources.Open(bold ? "bold.ttf" : "regular.ttf");
            return SKTypeface.FromStream(font);
        }
    }
}
