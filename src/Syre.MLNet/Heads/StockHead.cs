using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Stock;
using Syre.Onnx;

namespace Syre.MLNet.Heads;

/// <summary>
/// ML.NET's own parts that come after the network in a saved model: the scorer of the task, the graph of the diagnostics, and what hides
/// the values between them. In memory they only say what the columns look like.
/// </summary>
internal sealed class StockHead : IDisposable
{
    private readonly TemporaryFolder _temporary;
    private readonly CollapseOptions _options;
    private readonly RowDiagnostics _collapse;
    private readonly IntervalColumns? _intervals;
    private readonly ITransformer _scorer;
    private readonly ITransformer _drop;

    /// <param name="host">Where ML.NET's parts are made.</param>
    /// <param name="task">What the network was trained for, fitted to the labels.</param>
    /// <param name="options">Which diagnostics, and which columns of intervals or sets of classes are written.</param>
    /// <param name="collapse">The diagnostics.</param>
    /// <param name="label">The label's column, whose names of classes the scorer keeps; null where there is none.</param>
    /// <param name="outputs">Number of the network's outputs.</param>
    /// <param name="inner">Names for the columns in between.</param>
    /// <param name="before">Columns from before the network that no reader is to see.</param>
    public StockHead(
        HeadHost host,
        PredictionTask task,
        SyreTrainerOptions options,
        RowDiagnostics collapse,
        DataViewSchema.Column? label,
        int outputs,
        InnerColumns inner,
        params IReadOnlyCollection<DataViewSchema.DetachedColumn> before)
    {
        (_temporary, _options, _collapse) = (host.Temporary, options.Collapse, collapse);
        _intervals = IntervalColumns.Create(options, task, label);
        Outputs = outputs;
        OutputsColumn = inner.Named("Outputs");
        HiddenColumns = [.. collapse.Layers.Select((_, layer) => inner.Named($"Hidden{layer}"))];
        var schema = new DataViewSchema.Builder();
        if (label is { } column)
            schema.AddColumn(column.Name, column.Type, column.Annotations);
        schema.AddColumns(before);
        DataViewSchema between = WithInner(schema.ToSchema());
        _scorer = task.Head.CreateScorer(host, between, OutputsColumn, label?.Name ?? "", Outputs, task.Objective);
        string[] dropped = [.. before.Select(column => column.Name), OutputsColumn, .. HiddenColumns];
        _drop = _temporary.NewContext().Transforms.DropColumns(dropped).Fit(new NoRows(between));
    }

    /// <summary>Number of the network's outputs.</summary>
    public int Outputs { get; }

    /// <summary>The column of raw outputs between network and scorer; no reader ever sees it.</summary>
    public string OutputsColumn { get; }

    /// <summary>Columns of the hidden layers between the network and the diagnostics.</summary>
    public IReadOnlyList<string> HiddenColumns { get; }

    /// <summary>
    /// The schema of scored rows: the input's columns, then the task's, then intervals or sets of classes, then the diagnostics; one that
    /// hides others right behind them.
    /// </summary>
    public DataViewSchema SchemaOf(DataViewSchema input) =>
        _drop.GetOutputSchema(WithDiagnostics(ScoredSchema.Append(
            _scorer.GetOutputSchema(WithInner(input)), _intervals?.Columns ?? [])));

    /// <summary>The getter of a column of intervals or sets of classes; null for another column.</summary>
    /// <param name="column">Name of the column.</param>
    /// <param name="outputs">Gives the network's outputs for the row read.</param>
    public Delegate? IntervalGetter(string column, RowOutputs outputs) => _intervals?.Getter(column, outputs);

    /// <summary>The whole model as stock parts.</summary>
    /// <param name="graph">The network, which writes <see cref="OutputsColumn"/> and <see cref="HiddenColumns"/>.</param>
    /// <param name="inputs">The columns that it reads.</param>
    /// <param name="before">What makes these columns.</param>
    public StockChain Assemble(
        OnnxModel graph, IReadOnlyCollection<DataViewSchema.DetachedColumn> inputs, params ReadOnlySpan<ITransformer> before)
    {
        var network = new OnnxScorer(_temporary, graph, inputs);
        OnnxScorer? diagnostics = _options.ColumnNames.Any()
            ? new OnnxScorer(_temporary, RowDiagnosticsGraph.Write(_collapse, _options, OutputsColumn, Outputs, HiddenColumns), Inner())
            : null;
        ITransformer[] intervals = [.. _intervals?.CreateParts(_temporary, OutputsColumn) ?? []];
        ITransformer[] after = diagnostics is null ? [.. intervals, _drop] : [.. intervals, diagnostics, _drop];
        return new StockChain(
            new TransformerChain<ITransformer>([.. before, network, _scorer, .. after]), [network, .. after.OfType<OnnxScorer>()]);
    }

    public void Dispose() => (_scorer as IDisposable)?.Dispose();

    private DataViewSchema.DetachedColumn[] Inner() =>
    [
        new DataViewSchema.DetachedColumn(OutputsColumn, Head.OutputsType(Outputs)),
        .. _collapse.Layers.Zip(
            HiddenColumns,
            (layer, name) => new DataViewSchema.DetachedColumn(name, Head.OutputsType(layer.Given))),
    ];

    private DataViewSchema WithInner(DataViewSchema input) => ScoredSchema.Append(input, Inner());

    private DataViewSchema WithDiagnostics(DataViewSchema input) => ScoredSchema.Append(input, _collapse.Columns(_options));
}
