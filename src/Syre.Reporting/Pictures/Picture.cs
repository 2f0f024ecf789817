using ScottPlot;
using Syre.Reporting.Pictures;

namespace Syre.Reporting;

/// <summary>A picture of a report, drawn when it is asked for.</summary>
public sealed class Picture
{
    private readonly Func<Multiplot> _draw;

    internal Picture(string description, Func<Plot> draw)
        : this(description, PictureStyle.Width, PictureStyle.Height, () => new Multiplot(draw()))
    {
    }

    internal Picture(string description, int width, int height, Func<Multiplot> draw) =>
        (Description, Width, Height, _draw) = (description, width, height, draw);

    /// <summary>What it shows, in one sentence: for readers who cannot see it.</summary>
    public string Description { get; }

    /// <summary>Its width, in pixels of CSS.</summary>
    public int Width { get; }

    /// <summary>Its height, in pixels of CSS.</summary>
    public int Height { get; }

    /// <summary>The picture as a document of SVG, whose text is text in the reader's own sans-serif font.</summary>
    public string ToSvg() => SvgDocument.OfFile(DrawSvg(), Description).ToString();

    /// <summary>The picture as a PNG file on white.</summary>
    /// <param name="scale">Pixels of the file for each of the picture; from 0.1 to 8. Default 2, for sharp screens.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is out of its range.</exception>
    public byte[] ToPng(double scale = 2)
    {
        if (scale is not (>= 0.1 and <= 8))
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "The scale must be from 0.1 to 8; the usual value is 2.");
        Multiplot plots = _draw();
        using var surface = SkiaSharp.SKSurface.Create(new SkiaSharp.SKImageInfo((int)(Width * scale), (int)(Height * scale)));
        surface.Canvas.Clear(SkiaSharp.SKColors.White);
        surface.Canvas.Scale((float)scale);
        plots.Render(surface.Canvas, new PixelRect(0, Width, Height, 0));
        using SkiaSharp.SKImage image = surface.Snapshot();
        using SkiaSharp.SKData png = image.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    /// <summary>Saves the picture.</summary>
    /// <param name="path">The file; its name ends in <c>.png</c> or <c>.svg</c>.</param>
    /// <exception cref="ArgumentException">The name ends otherwise.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".png":
                File.WriteAllBytes(path, ToPng());
                break;
            case ".svg":
                File.WriteAllText(path, ToSvg());
                break;
            default:
                throw new ArgumentException($"'{path}' names neither a PNG nor an SVG file; let it end in .png or .svg.", nameof(path));
        }
    }

    /// <summary>What ScottPlot draws, as it comes.</summary>
    internal string DrawSvg()
    {
        Multiplot plots = _draw();
        using var stream = new MemoryStream();
        using (SkiaSharp.SKCanvas canvas = SkiaSharp.SKSvgCanvas.Create(new SkiaSharp.SKRect(0, 0, Width, Height), stream))
            plots.Render(canvas, new PixelRect(0, Width, Height, 0));
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
