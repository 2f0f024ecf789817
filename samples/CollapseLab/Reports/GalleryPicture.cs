using SkiaSharp;
using Syre.Reporting;

namespace CollapseLab.Reports;

/// <summary>Rows of images as a PNG file, what they are at their left.</summary>
internal static class GalleryPicture
{
    private const int TitleWidth = 260, ImageSide = 56, Gap = 4;
    private static readonly SKSamplingOptions s_blocks = new(SKFilterMode.Nearest);

    /// <summary>Saves it.</summary>
    public static void Save(IReadOnlyList<ImageRow> rows, string path)
    {
        PictureFont.EnsureKnown();
        int width = TitleWidth + rows.Max(row => row.Count) * (ImageSide + Gap) + Gap;
        using SKSurface surface = SKSurface.Create(new SKImageInfo(width, rows.Count * (ImageSide + Gap) + Gap));
        surface.Canvas.Clear(SKColors.White);
        for (int row = 0; row < rows.Count; row++)
            Draw(surface.Canvas, rows[row], Gap + row * (ImageSide + Gap));
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(path, data.ToArray());
    }

    private static void Draw(SKCanvas canvas, ImageRow row, int top)
    {
        // ScottPlot keeps the face for later pictures.
        using var font = new SKFont(ScottPlot.Fonts.GetTypeface(PictureFont.Name, bold: false, italic: false), 14);
        using var ink = new SKPaint { Color = new SKColor(0x42, 0x4A, 0x53), IsAntialias = true };
        canvas.DrawText(row.Title, Gap, top + ImageSide / 2 + 5, SKTextAlign.Left, font, ink);
        for (int image = 0; image < row.Count; image++)
        {
            using var bitmap = new SKBitmap(row.Side, row.Side);
            for (int i = 0; i < row.Side * row.Side; i++)
            {
                byte grey = (byte)(255 * (1 - Math.Clamp(row.Pixels[image * row.Side * row.Side + i], 0, 1)));
                bitmap.SetPixel(i % row.Side, i / row.Side, new SKColor(grey, grey, grey));
            }
            using SKImage drawn = SKImage.FromBitmap(bitmap);
            canvas.DrawImage(drawn, SKRect.Create(TitleWidth + image * (ImageSide + Gap), top, ImageSide, ImageSide), s_blocks);
        }
    }
}
