using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Scoring;

/// <summary>
/// Scores blocks of rows: one cursor with only the feature column reads ahead, and a second one, where other columns are wanted too, walks along with
/// the reader. Blocks grow from a few rows, for readers that stop early, to as many as fit the processor's cache.
/// </summary>
internal sealed class BlockScoringCursor : DataViewRowCursor
{
    private const int FirstBlock = 64;
    private const int LargestBlock = 4096;
    private const int LargestBlockValues = 1 << 20;

    private readonly NetworkScorer _scorer;
    private readonly DataViewRowCursor _lead;
    private readonly DataViewRowCursor? _follow;
    private readonly ValueGetter<VBuffer<float>> _features;
    private readonly ValueGetter<DataViewRowId> _leadId;
    private readonly ColumnNeeds _needs;
    private readonly DataViewSchema _inputSchema;
    private readonly FeatureBlock _block;
    private readonly float[] _outputs;
    private readonly DataViewRowId[] _ids;
    private VBuffer<float> _values;
    private int _blockSize = FirstBlock;
    private int _at = -1;
    private long _position = -1;

    /// <param name="scorer">The scorer.</param>
    /// <param name="input">The rows below.</param>
    /// <param name="schema">The scored schema.</param>
    /// <param name="needs">What was asked for, the outputs among it.</param>
    public BlockScoringCursor(NetworkScorer scorer, IDataView input, DataViewSchema schema, ColumnNeeds needs)
    {
        (_scorer, Schema, _needs, _inputSchema) = (scorer, schema, needs, input.Schema);
        int capacity = Math.Clamp(LargestBlockValues / scorer.FeatureType.Size, 1, LargestBlock);
        _blockSize = Math.Min(FirstBlock, capacity);
        _outputs = new float[capacity * scorer.Outputs];
        _ids = new DataViewRowId[capacity];
        _block = scorer.NewBlock(capacity);
        _lead = input.GetRowCursor([needs.Features]);
        _features = _lead.GetGetter<VBuffer<float>>(needs.Features);
        _leadId = _lead.GetIdGetter();
        _follow = needs.Passing.Count > 0 ? input.GetRowCursor(needs.Passing) : null;
    }

    /// <inheritdoc/>
    public override DataViewSchema Schema { get; }

    /// <inheritdoc/>
    public override long Position => _position;

    /// <inheritdoc/>
    public override long Batch => _follow?.Batch ?? 0;

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        if (++_at >= _block.Count && !ReadBlock())
        {
            _position = -1;
            _at = _block.Count;
            return false;
        }
        _position++;
        return _follow is null || _follow.MoveNext()
            ? true
            : throw new InvalidOperationException("The data view gave fewer rows to a second cursor than to the first.");
    }

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => _needs.IsActive(column.Index, _inputSchema.Count);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Getters.CheckActive(this, column);
        return column.Index < _inputSchema.Count
            ? _follow!.GetGetter<TValue>(_inputSchema[column.Index])
            : Getters.Cast<VBuffer<float>, TValue>(GetOutputs, column);
    }

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = _ids[CheckedAt()];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _lead.Dispose();
            _follow?.Dispose();
            _block.Dispose();
        }
        base.Dispose(disposing);
    }

    private bool ReadBlock()
    {
        _block.Clear();
        for (; _block.Count < _blockSize && _lead.MoveNext();)
        {
            _leadId(ref _ids[_block.Count]);
            _features(ref _values);
            _block.Add(_values);
        }
        if (_block.Count == 0)
            return false;
        _scorer.Score(_block, _outputs);
        _blockSize = Math.Min(2 * _blockSize, _ids.Length);
        _at = 0;
        return true;
    }

    private void GetOutputs(ref VBuffer<float> outputs)
    {
        int at = CheckedAt();
        VBufferEditor<float> editor = VBufferEditor.Create(ref outputs, _scorer.Outputs);
        _outputs.AsSpan(at * _scorer.Outputs, _scorer.Outputs).CopyTo(editor.Values);
        outputs = editor.Commit();
    }

    private int CheckedAt() => _position >= 0
        ? _at
        : throw new InvalidOperationException("The cursor does not stand at a row: MoveNext was not called, or has returned false.");
}
