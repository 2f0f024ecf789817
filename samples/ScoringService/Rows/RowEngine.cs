using System.Buffers;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ScoringService.Rows;

/// <summary>Answers one row at a time: what ML.NET's prediction engine does, for rows that have no class. For one thread.</summary>
internal sealed class RowEngine : IDisposable
{
    private readonly InputRow _input;
    private readonly RowReader _reader;
    private readonly DataViewRow _output;
    private readonly ColumnWriter[] _answers;
    private readonly ColumnWriter? _collapseWriter;
    private readonly ValueGetter<VBuffer<float>>? _collapseGetter;
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Utf8JsonWriter _json;
    private readonly ColumnWriter? _score;
    private VBuffer<float> _collapse;

    /// <param name="model">The model, which others use too: it is not disposed of with the engine.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="outputs">What it answers.</param>
    /// <param name="mostTextBytes">Most bytes of a field of text.</param>
    public RowEngine(ITransformer model, InputSchema input, OutputColumns outputs, int mostTextBytes)
    {
        Cell[] cells = [.. input.Fields.Select(field => field.Type.NewCell())];
        _input = new InputRow(input, cells);
        _reader = new RowReader(input, cells, mostTextBytes);
        IRowToRowMapper mapper = model.GetRowToRowMapper(input.Columns);
        _output = mapper.GetRow(_input, outputs.All.Select(name => mapper.OutputSchema[name]));
        _answers = [.. outputs.Answers.Select(name => ColumnWriter.Of(_output, _output.Schema[name]))];
        if (outputs.Answers.Contains(OutputColumns.Score))
            _score = ColumnWriter.Of(_output, _output.Schema[OutputColumns.Score]);
        if (outputs.Collapse is { } collapse)
        {
            _collapseWriter = ColumnWriter.Of(_output, _output.Schema[collapse]);
            _collapseGetter = _output.GetGetter<VBuffer<float>>(_output.Schema[collapse]);
        }
        _json = new Utf8JsonWriter(_bytes);
    }

    /// <summary>Whether an answer broke off, so that nobody knows what the engine holds.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Takes a row, and says whether it fits by throwing if not.</summary>
    /// <exception cref="RowException">It does not fit the model's input.</exception>
    public void Read(ReadOnlySpan<byte> row)
    {
        _reader.Read(row);
        _input.Advance();
    }

    /// <summary>The answer to the row taken, as JSON; valid until the next call.</summary>
    /// <param name="withCollapse">Whether the row's diagnostics are part of the answer.</param>
    public ReadOnlyMemory<byte> Answer(bool withCollapse)
    {
        // Stays true if anything below throws.
        HasFailed = true;
        _bytes.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        // ML.NET gives a row without a score a label all the same.
        bool isScored = _score?.IsMissing() != true;
        foreach (ColumnWriter answer in _answers)
        {
            if (isScored || answer.IsOfScore)
                answer.Write(_json);
            else
                answer.WriteNull(_json);
        }
        if (withCollapse)
            _collapseWriter?.Write(_json);
        _json.WriteEndObject();
        _json.Flush();
        HasFailed = false;
        return _bytes.WrittenMemory;
    }

    /// <summary>The diagnostics of the row taken; empty where the model has none. Valid until the next call.</summary>
    public ReadOnlySpan<float> Collapse()
    {
        HasFailed = true;
        _collapseGetter?.Invoke(ref _collapse);
        HasFailed = false;
        return _collapse.IsDense ? _collapse.GetValues() : _collapse.DenseValues().ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _json.Dispose();
        _output.Dispose();
    }
}
