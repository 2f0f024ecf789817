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
/// Scores rows by the CPU engine, or by TorchSharp where that does not run the network, and gives the columns of the task. In memory it
/// stands where a saved model has ML.NET's ONNX transformer and scorer.
/// </summary>
internal sealed class NetworkScorer : IDisposable
{
    private readonly SyreModel _model;
    private readonly RowDiagnostics _collapse;
    private readonly StockHead _head;
    private readonly torch.Device _device;
    private readonly Lease _lease;
    private readonly EngineScorer? _engine;

    /// <param name="model">The model, in evaluation mode; owned from now on.</param>
    /// <param name="collapse">Its diagnostics; owned from now on.</param>
    /// <param name="head">The stock parts of the task; owned from now on.</param>
    /// <param name="device">Where the network is.</param>
    /// <param name="inputs">What it reads of a row.</param>
    public NetworkScorer(SyreModel model, RowDiagnostics collapse, StockHead head, torch.Device device, IReadOnlyList<VectorInput> inputs)
    {
        (_model, _collapse, _head, _device, Inputs) = (model, collapse, head, device, inputs);
        _engine = EngineScorer.Of(model.ScoringNetwork, device);
        _lease = new Lease(() =>
        {
            _engine?.Dispose();
            model.Dispose();
            collapse.Dispose();
            head.Dispose();
        });
    }

    /// <summary>What the network reads of a row.</summary>
    public IReadOnlyList<VectorInput> Inputs { get; }

    /// <summary>
    /// Numbers that a row gives: the network's outputs, and after them, where they are asked for, the diagnostics and the representation.
    /// </summary>
    public int RowSize(bool diagnosed) => _head.Outputs + (diagnosed ? _collapse.SlotNames.Count + _collapse.RepresentationSize : 0);

    /// <summary>Collects rows for the network.</summary>
    /// <param name="capacity">Most rows that will be collected.</param>
    /// <param name="diagnosed">Whether the diagnostics are asked for.</param>
    /// <exception cref="ObjectDisposedException">The network has been disposed.</exception>
    public RowBlock NewBlock(int capacity, bool diagnosed)
    {
        _lease.Enter();
        try
        {
            ScoringNetwork scoring = _model.ScoringNetwork;
            IReadOnlyList<FeatureStorage> storage = scoring.Storage;
            FeatureBlock[] blocks =
                [.. Inputs.Select((input, i) => new FeatureBlock(storage[i], input.Size, capacity, _device, scoring.FillsMissing))];
            return new RowBlock(blocks, RowSize(diagnosed), (_engine?.Present(), diagnosed) switch
            {
                (null, false) => Torch(_model.ScoringNetwork.Score),
                (null, true) => Torch((in rows) => Diagnosed(_model.ScoringNetwork.Trace(rows))),
                ({ } network, false) => (rows, outputs) => network.Score(rows[0], outputs),
                ({ } network, true) => (rows, outputs) => Write(() => Diagnosed(network.Trace(rows[0])), outputs),
            });
        }
        finally
        {
            _lease.Leave();
        }
    }

    /// <summary>Runs the network on the rows collected.</summary>
    /// <exception cref="ObjectDisposedException">The network has been disposed.</exception>
    /// <exception cref="InvalidOperationException">libtorch failed.</exception>
    public void Score(RowBlock block, Span<float> outputs)
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
            : _head.IntervalGetter(column.Name, Outputs) ?? _model.Task.Head.Getter(column.Name, Outputs, _model.Task.Objective);

        ReadOnlySpan<float> Outputs() => row()[..outputs];

        ValueGetter<VBuffer<float>> Part(int start, int size) => (ref VBuffer<float> value) =>
        {
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, size);
            row().Slice(start, size).CopyTo(editor.Values);
            value = editor.Commit();
        };
    }

    /// <summary>The columns of scored rows and where they come from.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column that the network reads is missing or of another
    /// type than in training.</exception>
    public ScoredSchema SchemaOf(DataViewSchema input)
    {
        foreach (VectorInput column in Inputs)
            column.CheckType(input);
        return new ScoredSchema(input, _head.SchemaOf(input));
    }

    /// <summary>The scored rows of <paramref name="input"/>.</summary>
    /// <exception cref="ObjectDisposedException">The network has been disposed.</exception>
    public IDataView Transform(IDataView input)
    {
        _lease.Check();
        return new ScoredView(this, input);
    }

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

    private static RowRun Torch(RowTensor run) =>
        (blocks, outputs) => Write(() => run(new Batch([.. blocks.Select(block => block.ToRows())])), outputs);

    private static void Write(Func<torch.Tensor> run, Span<float> outputs)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.inference_mode();
        MemoryMarshal.Cast<byte, float>(run().cpu().contiguous().bytes).CopyTo(outputs);
    }

    private delegate torch.Tensor RowTensor(in Batch rows);

    private torch.Tensor Diagnosed(NetworkTrace trace) =>
        torch.cat([trace.Outputs, _collapse.Compute(trace), _collapse.Representation(trace)], 1);
}
