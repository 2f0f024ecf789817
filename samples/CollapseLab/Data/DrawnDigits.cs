using Syre.Cpu;

namespace CollapseLab.Data;

/// <summary>
/// The built-in images: digits of seven strokes, each stroke's ends moved, the whole turned, scaled and shifted at random, some pixels
/// noise. Ten classes of 28 × 28 pixels, drawn anew in every process, always the same.
/// </summary>
internal static class DrawnDigits
{
    public const string Name = "drawn digits";

    private const int Side = 28, Classes = 10, Numbers = 64;

    /// <summary>Which of the strokes top, upper left, upper right, middle, lower left, lower right, bottom a digit has.</summary>
    private static readonly string[] s_strokes =
        ["1110111", "0010010", "1011101", "1011011", "0111010", "1101011", "1101111", "1010010", "1111111", "1111011"];

    private static readonly (double X0, double Y0, double X1, double Y1)[] s_lines =
    [
        (-0.5, -1, 0.5, -1), (-0.5, -1, -0.5, 0), (0.5, -1, 0.5, 0), (-0.5, 0, 0.5, 0), (-0.5, 0, -0.5, 1), (0.5, 0, 0.5, 1),
        (-0.5, 1, 0.5, 1),
    ];

    /// <summary>Draws so many images to train on and to measure on.</summary>
    public static ImageSet Draw(int train = 12000, int test = 2000) =>
        new(Name, Side, Classes, Rows(train, "train"), Rows(test, "test"));

    private static ImageRows Rows(int count, string name)
    {
        var random = new ElementRandom(20261128, name);
        float[] pixels = new float[count * Side * Side];
        int[] labels = new int[count];
        Parallel.For(0, count, i =>
        {
            labels[i] = (int)(Classes * random.Uniform((long)i * Numbers));
            DrawOne(pixels.AsSpan(i * Side * Side, Side * Side), labels[i], random, (long)i * Numbers + 1);
        });
        // Noise of its own: a tenth of the pixels are lit or put out a little.
        var noise = new ElementRandom(20261128, name + " noise");
        for (int i = 0; i < pixels.Length; i++)
        {
            double u = noise.Uniform(i);
            if (u < 0.1)
                pixels[i] = (float)Math.Clamp(pixels[i] + 10 * u - 0.5, 0, 1);
        }
        return new ImageRows(pixels, labels);
    }

    private static void DrawOne(Span<float> image, int digit, ElementRandom random, long at)
    {
        double angle = 0.35 * Signed(), size = 7.5 + 2 * Signed(), width = 1.3 + 0.5 * Signed(), slant = 0.25 * Signed();
        double centreX = 13.5 + 3 * Signed(), centreY = 13.5 + 3 * Signed(), cos = Math.Cos(angle), sin = Math.Sin(angle);
        for (int stroke = 0; stroke < s_lines.Length; stroke++)
        {
            (double x0, double y0, double x1, double y1) = s_lines[stroke];
            (double ax, double ay) = Placed(x0 + 0.18 * Signed(), y0 + 0.18 * Signed());
            (double bx, double by) = Placed(x1 + 0.18 * Signed(), y1 + 0.18 * Signed());
            if (s_strokes[digit][stroke] == '0')
                continue;
            double dx = bx - ax, dy = by - ay, length = Math.Max(1e-6, dx * dx + dy * dy);
            for (int i = 0; i < image.Length; i++)
            {
                double px = i % Side - ax, py = i / Side - ay;
                double along = Math.Clamp((px * dx + py * dy) / length, 0, 1);
                double distance = Math.Sqrt(Math.Pow(px - along * dx, 2) + Math.Pow(py - along * dy, 2));
                image[i] = Math.Max(image[i], (float)Math.Clamp(width + 0.5 - distance, 0, 1));
            }
        }

        double Signed() => 2 * random.Uniform(at++) - 1;

        (double X, double Y) Placed(double x, double y)
        {
            x = size * (x + slant * y);
            y *= size;
            return (centreX + cos * x - sin * y, centreY + sin * x + cos * y);
        }
    }
}
