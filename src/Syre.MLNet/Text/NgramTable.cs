using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Text;

/// <summary>
/// The n-grams of a model and the weight of each: √(1 + log((1 + texts) / (1 + texts that have it))), so that what is everywhere counts less.
/// A text is the sum of its n-grams, each kind divided by the length √Σ weight² of its own.
/// </summary>
internal sealed class NgramTable
{
    private readonly int[] _rowOf;

    private NgramTable(NgramKind[] kinds, int[] rowOf, float[] weights) => (Kinds, _rowOf, Weights) = (kinds, rowOf, weights);

    /// <summary>Words, then characters.</summary>
    public NgramKind[] Kinds { get; }

    /// <summary>Weight of each row.</summary>
    public float[] Weights { get; }

    /// <summary>Number of rows.</summary>
    public int Rows => Weights.Length;

    /// <summary>The row of a number of <see cref="NgramHash"/>; −1 for one that is not in the table.</summary>
    public int RowOf(int hash) => _rowOf[hash];

    /// <summary>Counts the n-grams of the texts and keeps the frequent ones.</summary>
    /// <param name="tokens">Texts as keys.</param>
    /// <param name="options">The least number of texts, and the size allowed.</param>
    /// <param name="spaced">Whether the texts have spaces between words.</param>
    /// <param name="bytesPerRow">Bytes that a row takes in the file.</param>
    public static NgramTable Of(IDataView tokens, SyreTextOptions options, bool spaced, int bytesPerRow)
    {
        NgramKind[] kinds = [NgramKind.Words(options), NgramKind.Characters(options, spaced)];
        var texts = new int[NgramHash.Buckets];
        var lastText = new int[NgramHash.Buckets];
        int count = 0;
        using (DataViewRowCursor cursor = tokens.GetRowCursor(TokenReader.Columns(tokens.Schema)))
        {
            var reader = new TokenReader(cursor, kinds);
            while (cursor.MoveNext())
            {
                count++;
                reader.Read((_, hash, counts) =>
                {
                    if (!counts || lastText[hash] == count)
                        return;
                    lastText[hash] = count;
                    texts[hash]++;
                });
            }
        }

        long most = Math.Max(1, options.MaximumModelSize / bytesPerRow);
        int[] kept = [.. Enumerable.Range(0, NgramHash.Buckets).Where(hash => texts[hash] >= options.MinimumCount)];
        if (kept.Length > most)
            kept = [.. kept.OrderByDescending(hash => texts[hash]).Take((int)most)];
        // One row at least, of a number that no text need have, so that there is a table.
        if (kept.Length == 0)
            kept = [0];
        var rowOf = new int[NgramHash.Buckets];
        Array.Fill(rowOf, -1);
        for (int row = 0; row < kept.Length; row++)
            rowOf[kept[row]] = row;
        return new NgramTable(kinds, rowOf, Array.ConvertAll(kept, hash => (float)Math.Sqrt(1 + Math.Log((1.0 + count) / (1.0 + texts[hash])))));
    }

    /// <summary>Gives the rows of a text as a sparse vector of <see cref="Rows"/> slots.</summary>
    public ValueGetter<VBuffer<float>> Getter(DataViewRow row)
    {
        var reader = new TokenReader(row, Kinds);
        var sums = new SortedDictionary<int, float>[] { [], [] };
        var squares = new double[2];
        return (ref VBuffer<float> value) =>
        {
            foreach (SortedDictionary<int, float> kind in sums)
                kind.Clear();
            Array.Clear(squares);
            reader.Read((kind, hash, _) =>
            {
                if (_rowOf[hash] is not (>= 0 and var at))
                    return;
                sums[kind][at] = sums[kind].GetValueOrDefault(at) + Weights[at];
                squares[kind] += Weights[at] * Weights[at];
            });
            var all = new SortedDictionary<int, float>();
            for (int kind = 0; kind < sums.Length; kind++)
                foreach ((int at, float sum) in sums[kind])
                    all[at] = all.GetValueOrDefault(at) + (float)(sum / Math.Sqrt(squares[kind]));
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, Rows, all.Count);
            int i = 0;
            foreach ((int at, float weight) in all)
                (editor.Indices[i], editor.Values[i++]) = (at, weight);
            value = editor.Commit();
        };
    }
}
