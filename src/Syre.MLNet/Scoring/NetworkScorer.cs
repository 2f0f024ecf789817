using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tabular;
using TorchSharp;

namespace Syre.MLNet.Scoring;

/// <summary>
/// Scores rows with TorchSharp, many at a time, and gives the columns of the task. In memory it stands where a saved model has ML.NET's ONNX
/// transformer and scorer.
/// </summary>
internal sealed class NetworkScorer : IDisposable
{
    private readonly SyreNetworkModel _model;
    private readonly StockHead _head;
    private readonly torch.Device _device;
    private bool _disposed;

    /// <param name="model">The model, in evaluation mode; owned from now on.</param>
    /// <param name="head">The stock parts of the task.</param>
    /// <param name="device">Where the network is.</param>
    /// <param name="featureColumn">Column of features.</param>
    /// <param name="featureType">Its type.</param>
    public NetworkScorer(SyreNetworkModel model, StockHead head, torch.Device device, string featureColumn, VectorDataViewType featureType)
    {
        (_model, _head, _device) = (model, head, device);
        (FeatureColumn, FeatureType) = (featureColumn, featureType);
    }

    /// <summary>Column of features.</summary>
    public string FeatureColumn { get; }

    /// <summary>Its type.</summary>
    public VectorDataViewType FeatureType { get; }

    /// <summary>Number of the network's outputs.</summary>
    public int Outputs => _head.Outputs;

    /// <summary>Collects rows for the network.</summary>
    /// <exception cref="ObjectDisposedException">The network has been disposed.</exception>
    public FeatureBlock NewBlock(int capacity)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new FeatureBlock(_model.ScoringNetwork, FeatureType.Size, capacity, _device);
    }

    /// <summary>Runs the network on the rows collected.</summary>
    /// <exception cref="ObjectDisposedException">The network has been disposed.</exception>
    public void Score(FeatureBlock block, Span<float> outputs)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        block.Score(outputs);
    }

    /// <summary>The getter of one of the task's columns, from the outputs of the row read.</summary>
    public Delegate Getter(DataViewSchema.Column column, RowOutputs outputs) => _model.Task.ScoreGetter(column.Name, outputs, _model.Scale);

    /// <summary>The schema of scored rows: the input's columns, then the task's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or of another type than in training.</exception>
    public DataViewSchema SchemaOf(DataViewSchema input)
    {
        DataViewSchema.Column? features = input.GetColumnOrNull(FeatureColumn);
        if (features is null)
            throw new ArgumentOutOfRangeException(nameof(input), $"Could not find feature column '{FeatureColumn}'");
        if (!features.Value.Type.Equals(FeatureType))
            throw new ArgumentOutOfRangeException(
                nameof(input),
                $"Schema mismatch for feature column '{FeatureColumn}': the model was trained on {FeatureType}, got {features.Value.Type}");
        return _head.SchemaOf(input);
    }

    /// <summary>The scored rows of <paramref name="input"/>.</summary>
    /// <exception cref="ObjectDisposedException">The network has been disposed.</exception>
    public IDataView Transform(IDataView input)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new ScoredView(this, input);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _model.Dispose();
    }
}
