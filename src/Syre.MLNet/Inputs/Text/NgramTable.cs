using Microsoft.ML;
using Syre.Cpu;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Inputs.Text;

/// <summary>
/// The n-grams of a model and the weight of each: √(1 + log((1 + texts) / (1 + texts that have it))), so that
/// what is everywhere counts less.
/// </summary>
internal sealed class NgramTable
{
    private readonly int[] _rowOf;

    private NgramTable(NgramKind[] kinds, TextColumns columns, int[] rowOf, float[] weights, float unknownWeight) =>
        (Kinds, Columns, _rowOf, Weights, UnknownWeight) = (kinds, columns, rowOf, weights, unknownWeight);

    /// <summary>Words, then characters.</summary>
    public NgramKind[] Kinds { get; }

    /// <summary>The columns of the texts' keys.</summary>
    public TextColumns Columns { get; }

    /// <summary>Number of texts in a row.</summary>
    public int Texts => Columns.Texts;

    /// <summary>Weight of each row.</summary>
    public float[] Weights { get; }

    /// <summary>Weight of an n-gram that no training text has.</summary>
    public float UnknownWeight { get; }

    /// <summary>Number of rows.</summary>
    public int Rows => Weights.Length;

    /// <summary>The row of a number of <see cref="NgramHash"/>; −1 for one that is not in the table.</summary>
    public int RowOf(int number) => _rowOf[number];

    /// <summary>The number of each row.</summary>
    public int[] Numbers()
    {
        var numbers = new int[Rows];
        for (int number = 0; number < _rowOf.Length; number++)
        {
            if (_rowOf[number] >= 0)
                numbers[_rowOf[number]] = number;
        }

        return numbers;
    }

    /// <summary>Counts the n-grams of the texts and keeps the frequent ones.</summary>
    /// <param name="tokens">Texts as keys.</param>
    /// <param name="options">The least number of texts, and the size allowed.</param>
    /// <param name="kinds">N-grams of words, then of characters.</param>
    /// <param name="columns">The columns of the texts' keys.</param>
    /// <param name="bytesPerRow">Bytes that a row takes in the file.</param>
    /// <param name="known">What an earlier model knows, whose rows and weights stay; null for none.</param>
    /// <param name="cancellation">Asked at every row.</param>
    public static NgramTable Of(
        IDataView tokens, SyreTextClassificationOptions options, NgramKind[] kinds, TextColumns columns, int bytesPerRow, KnownTexts? known,
        Cancellation cancellation)
    {
        (int[] texts, int count) = Count(tokens, kinds, columns, cancellation);
        long most = Math.Max(1, options.MaximumModelSize / bytesPerRow);
        int[] kept = [.. Enumerable.Range(0, NgramHash.Buckets).Where(number => texts[number] >= options.MinimumCount)];
        if (kept.Length > most && known is null)
            kept = [.. kept.OrderByDescending(number => texts[number]).Take((int)most)];
        if (known is not null)
        {
            int[] later = [.. kept.Except(known.Numbers).OrderByDescending(number => texts[number])
                .Take((int)Math.Max(0, most - known.Numbers.Count))];
            return new NgramTable(
                kinds, columns, RowOf([.. known.Numbers, .. later]), [.. known.Weights, .. later.Select(number => Weight(texts[number]))],
                known.UnknownWeight);
        }
        // One row at least, of a number that no text need have, so that there is a table.
        if (kept.Length == 0)
            kept = [0];
        return new NgramTable(kinds, columns, RowOf(kept), Array.ConvertAll(kept, number => Weight(texts[number])), Weight(0));

        float Weight(int having) => (float)Math.Sqrt(1 + PortableMath.Log((1.0 + count) / (1.0 + having)));
    }

    /// <summary>The smallest table: of one n-gram that no text need have.</summary>
    public static NgramTable Smallest(NgramKind[] kinds, TextColumns columns) => new(kinds, columns, RowOf([0]), [1], 1);

    private static int[] RowOf(int[] kept)
    {
        var rowOf = new int[NgramHash.Buckets];
        Array.Fill(rowOf, -1);
        for (int row = 0; row < kept.Length; row++)
            rowOf[kept[row]] = row;
        return rowOf;
    }

    private static (int[] TextsWith, int Texts) Count(IDataView tokens, NgramKind[] kinds, TextColumns columns, Cancellation cancellation)
    {
        var textsWith = new int[NgramHash.Buckets];
        var lastText = new int[NgramHash.Buckets];
        List<Ngram> ngrams = [];
        int count = 0;
        using DataViewRowCursor cursor = tokens.GetRowCursor(TokenReader.Columns(tokens.Schema, columns));
        var reader = new TokenReader(cursor, kinds, columns);
        while (cursor.MoveNext())
        {
            cancellation.Check();
            for (int text = 0; text < columns.Texts; text++)
            {
                count++;
                ngrams.Clear();
                for (int kind = 0; kind < kinds.Length; kind++)
                    reader.Read(text, kind, ngrams);
                foreach ((int number, bool counts) in ngrams)
                {
                    if (!counts || lastText[number] == count)
                        continue;
                    lastText[number] = count;
                    textsWith[number]++;
                }
            }
        }
        return (textsWith, count);
    }
}
