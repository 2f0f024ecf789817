namespace CollapseLab.Experiments.Contrastive;

/// <summary>Random views of images, as contrastive training compares them: shifted, mirrored, dimmed, partly hidden.</summary>
/// <param name="side">Pixels of a side.</param>
/// <param name="random">Where chance comes from.</param>
internal sealed class Views(int side, Random random)
{
    private readonly int _shift = Math.Max(1, side / 7), _hidden = Math.Max(2, side / 3);

    /// <summary>A view of each image, in the given order.</summary>
    /// <param name="images">All images, one after the other, in [0, 1].</param>
    /// <param name="rows">Which ones.</param>
    /// <param name="views">Room for them.</param>
    public void Draw(ReadOnlySpan<float> images, ReadOnlySpan<int> rows, Span<float> views)
    {
        int pixels = side * side;
        for (int i = 0; i < rows.Length; i++)
            Draw(images.Slice(rows[i] * pixels, pixels), views.Slice(i * pixels, pixels));
    }

    private void Draw(ReadOnlySpan<float> image, Span<float> view)
    {
        int down = random.Next(-_shift, _shift + 1), right = random.Next(-_shift, _shift + 1);
        bool mirrored = random.Next(2) == 1;
        float gain = 0.6f + 0.8f * random.NextSingle();
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                int fromY = y + down, fromX = (mirrored ? side - 1 - x : x) + right;
                bool isInside = fromY >= 0 && fromY < side && fromX >= 0 && fromX < side;
                view[y * side + x] = isInside ? gain * image[fromY * side + fromX] : 0;
            }
        }
        int top = random.Next(side - _hidden + 1), left = random.Next(side - _hidden + 1);
        for (int y = top; y < top + _hidden; y++)
            view.Slice(y * side + left, _hidden).Clear();
    }
}
