using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Heads;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;
using TorchSharp;

namespace Syre.MLNet.Scoring;

/// <summary>
/// Scores rows with TorchSharp, many at a time, and gives the columns of the task. In memory it stands where a saved model has ML.NET's ONNX
/// transformer and scorer.
/// </summary>
internal sealed class NetworkScorer : IDisposable
{
    private readonly SyreNetworkModel _model;
    private readonly RowDiagnostics _collapse;
    private readonly StockHead _head;
    private readonly torch.Device _device;
    private readonly Lease _lease;

    /// <param name="model">The model, in evaluation mode; owned from now on.</param>
    /// <param name="collapse">Its diagnostics; owned from now on.</param>
    /// <param name="head">The stock parts of the task.</param>
    /// <param name="device">Where the network is.</param>
    /// <param name="featureColumn">Column of features.</param>
    /// <param name="featureType">Its type.</param>
    public NetworkScorer(SyreNetworkModel model, RowDiagnostics collapse, StockHead head, torch.Device device, string featureColumn, VectorDataViewType featureType)
    {
        (_model, _collapse, _head, _device) = (model, collapse, head, device);
        (FeatureColumn, FeatureType) = (featureColumn, featureType);
        _lease = new Lease(() =>
        {
            model.Dispose();
            collapse.Dispose();
        });
    }

    /// <summary>Column of features.</summary>
    public string FeatureColumn { get; }

    /// <summary>Its type.</summary>
    public VectorDataViewType FeatureType { get; }

    /// <summary>Numbers that a row gives: the network's outputs, and after them, where they are asked for, the diagnostics and the representation.</summary>
    public int RowSize(bool diagnosed) => _head.Outputs + (diagnosed ? _collapse.SlotNames.Count + _collapse.RepresentationSize : 0);

    /// <summary>Collects rows for the network.</summary>
    /// <param name="capacity">Most rows that will be collected.</param>
    /// <param name="diagnosed">Whether the diagnostics are asked for.</param>
    /// <exception cref="ObjectDisposedException">The network has been disposed.</exception>
    public FeatureBlock NewBlock(int capacity, bool diagnosed)
    {
        _lease.Check();
        return new FeatureBlock(_model.ScoringNetwork, diagnosed ? Diagnose : null, FeatureType.Size, capacity, _device);
    }

    /// <summary>Runs the network on the rows collected.</summary>
    /// <exception cref="ObjectDisposedException">The network has been disposed.</exception>
    /// <exception cref="InvalidOperationException">libtorch failed.</exception>
    public void Score(FeatureBlock block, Span<float> outputs)
    {
        _lease.Enter();
        try
        {
            // The model may have been disposed of by itself.
            _ = _model.ScoringNetwork;
            block.Score(outputs);
        }
        catch (ExternalException e)
        {
            throw TorchFailure.Explained("scoring rows", e);
        }
        finally
        {
            _lease.Leave();
        }
    }

    /// <summary>Whether a column is one of the diagnostics.</summary>
    public bool IsDiagnostic(string column) =>
        column == _model.Options.Collapse.ColumnName || column == _model.Options.Collapse.RepresentationColumnName;

    /// <summary>The getter of one of the model's columns, from the numbers of the row read.</summary>
    public Delegate Getter(DataViewSchema.Column column, RowOutputs row)
    {
        int outputs = _head.Outputs, slots = _collapse.SlotNames.Count;
        return column.Name == _model.Options.Collapse.ColumnName ? Part(outputs, slots)
            : column.Name == _model.Options.Collapse.RepresentationColumnName ? Part(outputs + slots, _collapse.RepresentationSize)
            : _model.Task.ScoreGetter(column.Name, () => row()[..outputs], _model.Scale);

        ValueGetter<VBuffer<float>> Part(int start, int size) => (ref VBuffer<float> value) =>
        {
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, size);
            row().Slice(start, size).CopyTo(editor.Values);
            value = editor.Commit();
        };
    }

    /// <summary>The columns of scored rows and where they come from.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or of another type than in training.</exception>
    public ScoredSchema SchemaOf(DataViewSchema input)
    {
        SizedVector.CheckColumn(input, FeatureColumn, FeatureType);
        return new ScoredSchema(input, _head.SchemaOf(input));
    }

    /// <summary>The scored rows of <paramref name="input"/>.</summary>
    /// <exception cref="ObjectDisposedException">The network has been disposed.</exception>
    public IDataView Transform(IDataView input)
    {
        _lease.Check();
        return new ScoredView(this, input);
    }

    /// <inheritdoc/>
    public void Dispose() => _lease.End();

    /// <summary>Runs what reads the network, which is not disposed of in the meantime.</summary>
    /// <exception cref="ObjectDisposedException">The network has been disposed.</exception>
    public void Use(Action action)
    {
        _lease.Enter();
        try
        {
            action();
        }
        finally
        {
            _lease.Leave();
        }
    }

    private torch.Tensor Diagnose(FeatureRows rows)
    {
        NetworkTrace trace = _model.ScoringNetwork.Trace(rows);
        return torch.cat([trace.Outputs, _collapse.Compute(trace), _collapse.Representation(trace)], 1);
    }
}
