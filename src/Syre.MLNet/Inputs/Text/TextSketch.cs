namespace Syre.MLNet.Inputs.Text;

/// <summary>
/// The weights of one text's n-grams, known or not, summed into a short vector by their numbers: what two texts share shows in the cosine.
/// </summary>
internal sealed class TextSketch(NgramTable table)
{
    /// <summary>Length of the vector: a prime, and long against the n-grams of a short text, so that few different ones meet.</summary>
    public const int Size = 16_381;

    private readonly float[] _sums = new float[Size];

    /// <summary>Takes the n-grams of another text.</summary>
    public void Set(List<Ngram> ngrams)
    {
        Array.Clear(_sums);
        foreach (Ngram ngram in ngrams)
            _sums[ngram.Number % Size] += table.RowOf(ngram.Number) is >= 0 and var row ? table.Weights[row] : table.UnknownWeight;
    }

    /// <summary>The cosine with another text's, in [0, 1].</summary>
    public float Cosine(TextSketch other)
    {
        double dot = 0, square = 0, otherSquare = 0;
        for (int i = 0; i < Size; i++)
        {
            dot += (double)_sums[i] * other._sums[i];
            square += (double)_sums[i] * _sums[i];
            otherSquare += (double)other._sums[i] * other._sums[i];
        }
        return (float)(dot / Math.Sqrt(square * otherSquare));
    }
}
