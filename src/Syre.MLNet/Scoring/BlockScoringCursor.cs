using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Scoring;

/// <summary>
/// Scores blocks of rows: a cursor reads ahead, and what the reader wants besides the outputs is kept with the block. The source is read by
/// one cursor only, since it may give its rows in another order, or not at all, to a second one. Blocks grow from a few rows, for readers
/// that stop early, to as many as fit the processor's cache.
/// </summary>
internal sealed class BlockScoringCursor : DataViewRowCursor
{
    private const int FirstBlock = 64;
    private const int LargestBlock = 4096;
    private const int LargestBlockValues = 1 << 20;

    private readonly NetworkScorer _scorer;
    private readonly DataViewRowCursor _input;
    private readonly ValueGetter<VBuffer<float>>[] _inputs;
    private readonly ValueGetter<DataViewRowId> _id;
    private readonly ColumnNeeds _needs;
    private readonly Dictionary<int, ColumnBuffer> _kept;
    private readonly RowBlock _block;
    private readonly int _rowSize;
    private readonly float[] _outputs;
    private readonly DataViewRowId[] _ids;
    private readonly Dictionary<int, ExceptionDispatchInfo> _refused = [];
    private readonly VBuffer<float>[] _values;
    private int _blockSize;
    private int _at = -1;
    private long _position = -1;

    /// <param name="scorer">The scorer.</param>
    /// <param name="input">A cursor over the rows below, with all columns that <paramref name="needs"/> names; owned from now on.</param>
    /// <param name="needs">What was asked for, the outputs among it.</param>
    public BlockScoringCursor(NetworkScorer scorer, DataViewRowCursor input, ColumnNeeds needs)
    {
        (_scorer, _input, _needs) = (scorer, input, needs);
        long valuesPerRow = scorer.Inputs.Sum(one => (long)one.Size) +
            needs.Passing.Values.Sum(column => column.Type is VectorDataViewType vector ? (long)vector.Size : 1);
        int capacity = (int)Math.Clamp(LargestBlockValues / valuesPerRow, 1, LargestBlock);
        _blockSize = Math.Min(FirstBlock, capacity);
        _rowSize = scorer.RowSize(needs.Diagnosed);
        _outputs = new float[capacity * _rowSize];
        _ids = new DataViewRowId[capacity];
        _block = scorer.NewBlock(capacity, needs.Diagnosed);
        _inputs = [.. scorer.Inputs.Select(one => one.Getter(input))];
        _values = new VBuffer<float>[_inputs.Length];
        _id = input.GetIdGetter();
        _kept = needs.Passing.ToDictionary(passing => passing.Key, passing => ColumnBuffer.Of(input, passing.Value));
    }

    public override DataViewSchema Schema => _needs.Schema.Columns;

    public override long Position => _position;

    public override long Batch => 0;

    public override bool MoveNext()
    {
        if (++_at >= _block.Count && !ReadBlock())
        {
            _position = -1;
            _at = _block.Count;
            return false;
        }
        _position++;
        return true;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => _needs.IsActive(column.Index);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Getters.CheckActive(this, column);
        return Getters.Cast<TValue>(
            _kept.TryGetValue(column.Index, out ColumnBuffer? kept) ? kept.Getter(CheckedAt) : _scorer.Getter(column, RowOutputs), column);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = _ids[CheckedAt()];

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _input.Dispose();
        base.Dispose(disposing);
    }

    private bool ReadBlock()
    {
        _block.Clear();
        _refused.Clear();
        for (; _block.Count < _blockSize && _input.MoveNext();)
        {
            _id(ref _ids[_block.Count]);
            foreach (ColumnBuffer kept in _kept.Values)
                kept.Keep(_block.Count);
            ReadInputs();
            _block.Add(_values);
        }
        if (_block.Count == 0)
            return false;
        _scorer.Score(_block, _outputs);
        _blockSize = Math.Min(2 * _blockSize, _ids.Length);
        _at = 0;
        return true;
    }

    /// <summary>
    /// Reads what the network reads of the row. What refuses it is kept until somebody asks for that row's outputs:
    /// reading ahead must not fail ahead.
    /// </summary>
    private void ReadInputs()
    {
        try
        {
            for (int i = 0; i < _inputs.Length; i++)
                _inputs[i](ref _values[i]);
        }
        catch (Exception e)
        {
            _refused.Add(_block.Count, ExceptionDispatchInfo.Capture(e));
            for (int i = 0; i < _inputs.Length; i++)
                _values[i] = new VBuffer<float>(_scorer.Inputs[i].Size, 0, [], []);
        }
    }

    private ReadOnlySpan<float> RowOutputs()
    {
        int at = CheckedAt();
        if (_refused.TryGetValue(at, out ExceptionDispatchInfo? refusal))
            refusal.Throw();
        return _outputs.AsSpan(at * _rowSize, _rowSize);
    }

    private int CheckedAt() => _position >= 0
        ? _at
        : throw new InvalidOperationException("The cursor does not stand at a row: MoveNext was not called, or has returned false.");
}
