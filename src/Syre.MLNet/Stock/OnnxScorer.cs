using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using Syre.Onnx;

namespace Syre.MLNet.Stock;

/// <summary>
/// ML.NET's own ONNX transformer around a graph of ours, and what a saved model has in place of our code. ML.NET's reads its graph from a
/// file and, when it is saved, from the same file again. Here the graph stays in memory, and there is a file only while ML.NET reads it.
/// </summary>
internal sealed class OnnxScorer : ITransformer, IDisposable
{
    private readonly TemporaryFolder _temporary;
    private readonly byte[] _graph;
    private readonly string[] _outputs;
    private readonly string[] _inputs;
    private readonly NoRows _rows;
    private readonly Lease _lease;
    private readonly Lent _lent;
    private readonly Lock _lock = new();
    private OnnxTransformer? _stock;

    /// <param name="temporary">Where the file may be.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="inputs">The columns it reads, each an input of the graph.</param>
    public OnnxScorer(TemporaryFolder temporary, OnnxModel graph, IReadOnlyCollection<DataViewSchema.DetachedColumn> inputs)
    {
        (_temporary, _graph) = (temporary, graph.ToSealedBytes());
        _outputs = [.. graph.Outputs.Select(output => output.Name)];
        _inputs = [.. inputs.Select(input => input.Name)];
        var schema = new DataViewSchema.Builder();
        schema.AddColumns(inputs);
        _rows = new NoRows(schema.ToSchema());
        _lease = new Lease(() => _stock?.Dispose());
        _lent = new Lent(_lease, _outputs);
    }

    public bool IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Stock().GetOutputSchema(inputSchema);

    public IDataView Transform(IDataView input) => _lent.View(Stock().Transform(input));

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) =>
        _lent.Mapper(((ITransformer)Stock()).GetRowToRowMapper(inputSchema));

    public void Save(ModelSaveContext ctx)
    {
        _lease.Check();
        using TemporaryFile file = _temporary.Write(_graph);
        using OnnxTransformer stock = Read(file);
        ((ICanSaveModel)stock).Save(ctx);
    }

    public void Dispose() => _lease.End();

    /// <summary>
    /// ML.NET's transformer, made when rows are first to be scored, so that a model that is only saved has no session of its own.
    /// </summary>
    private OnnxTransformer Stock()
    {
        _lease.Enter();
        try
        {
            lock (_lock)
            {
                if (_stock is null)
                {
                    using TemporaryFile file = _temporary.Write(_graph);
                    OnnxTransformer stock = Read(file);
                    // It holds the file open for no use but its name, and some systems delete no file that is open.
                    MLNetInternals.GraphFileOf(stock).Dispose();
                    _stock = stock;
                }
                return _stock;
            }
        }
        finally
        {
            _lease.Leave();
        }
    }

    private OnnxTransformer Read(TemporaryFile file) =>
        _temporary.NewContext().Transforms.ApplyOnnxModel(_outputs, _inputs, file.Path).Fit(_rows);
}
