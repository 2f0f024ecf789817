using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Inputs.Text;

/// <summary>Reads a row's keys and numbers its n-grams, with the cuts of <see cref="NgramGraph"/>.</summary>
internal sealed class TokenReader
{
    private readonly NgramKind[] _kinds;
    private readonly ValueGetter<VBuffer<uint>>[] _words;
    private readonly ValueGetter<VBuffer<ushort>>[] _characters;
    private readonly List<long> _keys = [];
    private readonly List<long> _padded = [];
    private VBuffer<uint> _wordKeys;
    private VBuffer<ushort> _characterKeys;

    /// <param name="row">The row, or a cursor.</param>
    /// <param name="kinds">N-grams of words, then of characters.</param>
    /// <param name="columns">The columns of keys.</param>
    public TokenReader(DataViewRow row, NgramKind[] kinds, TextColumns columns)
    {
        _kinds = kinds;
        IEnumerable<int> texts = Enumerable.Range(0, columns.Texts);
        _words = [.. texts.Select(text => row.GetGetter<VBuffer<uint>>(row.Schema[columns.Words(text)]))];
        _characters = [.. texts.Select(text => row.GetGetter<VBuffer<ushort>>(row.Schema[columns.Characters(text)]))];
    }

    /// <summary>The columns it reads.</summary>
    public static IEnumerable<DataViewSchema.Column> Columns(DataViewSchema schema, TextColumns columns) =>
        columns.Keys.Select(name => schema[name]);

    /// <summary>Adds the n-grams of one kind of one text of the row.</summary>
    public void Read(int text, int kind, List<Ngram> ngrams)
    {
        _keys.Clear();
        if (kind == 0)
        {
            _words[text](ref _wordKeys);
            foreach (uint key in _wordKeys.DenseValues())
                _keys.Add(key);
        }
        else
        {
            _characters[text](ref _characterKeys);
            foreach (ushort key in _characterKeys.DenseValues())
                _keys.Add(key);
        }
        _kinds[kind].Prepare(CollectionsMarshal.AsSpan(_keys), _padded);
        NgramHash.Each(CollectionsMarshal.AsSpan(_padded), _kinds[kind], ngrams);
    }
}
