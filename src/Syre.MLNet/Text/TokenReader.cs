using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Text;

/// <summary>Reads a row's keys and numbers its n-grams, in the order and with the cuts of <see cref="TextGraph"/>.</summary>
internal sealed class TokenReader
{
    private readonly ValueGetter<VBuffer<uint>> _words;
    private readonly ValueGetter<VBuffer<ushort>> _characters;
    private readonly NgramKind[] _kinds;
    private readonly List<long> _keys = [];
    private readonly List<long> _padded = [];
    private VBuffer<uint> _wordKeys;
    private VBuffer<ushort> _characterKeys;
    private int[] _hashes = new int[64];

    public TokenReader(DataViewRow row, NgramKind[] kinds)
    {
        _kinds = kinds;
        _words = row.GetGetter<VBuffer<uint>>(row.Schema[TextColumns.Words]);
        _characters = row.GetGetter<VBuffer<ushort>>(row.Schema[TextColumns.Characters]);
    }

    /// <summary>The columns it reads.</summary>
    public static DataViewSchema.Column[] Columns(DataViewSchema schema) => [schema[TextColumns.Words], schema[TextColumns.Characters]];

    /// <summary>Calls <paramref name="found"/> with the kind, the number, and whether it is worth counting, for each n-gram of the row.</summary>
    public void Read(Action<int, int, bool> found)
    {
        _words(ref _wordKeys);
        Read(0, _wordKeys, key => key, found);
        _characters(ref _characterKeys);
        Read(1, _characterKeys, key => key, found);
    }

    private void Read<TKey>(int kind, in VBuffer<TKey> keys, Func<TKey, long> number, Action<int, int, bool> found)
    {
        _keys.Clear();
        foreach (TKey key in keys.DenseValues())
            _keys.Add(number(key));
        _kinds[kind].Prepare(CollectionsMarshal.AsSpan(_keys), _padded);
        if (_hashes.Length < _padded.Count)
            _hashes = new int[2 * _padded.Count];
        NgramHash.Each(
            CollectionsMarshal.AsSpan(_padded), _kinds[kind], _hashes, (hash, counts) => found(kind, hash, counts));
    }
}
