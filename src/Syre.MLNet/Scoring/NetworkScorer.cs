using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tabular;
using Syre.MLNet.Tasks;
using TorchSharp;

namespace Syre.MLNet.Scoring;

/// <summary>
/// Adds a network's outputs to a data view, computed by TorchSharp, many rows at a time. In memory it stands where a saved model has ML.NET's
/// ONNX transformer; it is not saved itself.
/// </summary>
internal sealed class NetworkScorer : ITransformer, IDisposable
{
    private readonly ScoringNetwork _network;
    private readonly torch.Device _device;
    private bool _disposed;

    /// <param name="network">The network, in evaluation mode; owned from now on.</param>
    /// <param name="device">Where it is.</param>
    /// <param name="featureColumn">Column of features.</param>
    /// <param name="featureType">Its type.</param>
    /// <param name="outputColumn">Column to add, of type <see cref="PredictionTask.OutputsType"/>.</param>
    /// <param name="outputs">Number of outputs.</param>
    public NetworkScorer(
        ScoringNetwork network, torch.Device device, string featureColumn, VectorDataViewType featureType, string outputColumn, int outputs)
    {
        (_network, _device, Outputs) = (network, device, outputs);
        (FeatureColumn, FeatureType, OutputColumn) = (featureColumn, featureType, outputColumn);
    }

    /// <summary>Column of features.</summary>
    public string FeatureColumn { get; }

    /// <summary>Its type.</summary>
    public VectorDataViewType FeatureType { get; }

    /// <summary>The column added.</summary>
    public string OutputColumn { get; }

    /// <summary>Number of outputs.</summary>
    public int Outputs { get; }

    /// <inheritdoc/>
    public bool IsRowToRowMapper => true;

    /// <summary>Collects rows for the network.</summary>
    /// <exception cref="ObjectDisposedException">The network has been disposed.</exception>
    public FeatureBlock NewBlock(int capacity)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new FeatureBlock(_network, FeatureType.Size, capacity, _device);
    }

    /// <summary>Runs the network on the rows collected.</summary>
    /// <exception cref="ObjectDisposedException">The network has been disposed.</exception>
    public void Score(FeatureBlock block, Span<float> outputs)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        block.Score(outputs);
    }

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        DataViewSchema.Column? features = inputSchema.GetColumnOrNull(FeatureColumn);
        if (features is null)
            throw new ArgumentOutOfRangeException(nameof(inputSchema), $"Could not find feature column '{FeatureColumn}'");
        if (!features.Value.Type.Equals(FeatureType))
            throw new ArgumentOutOfRangeException(
                nameof(inputSchema),
                $"Schema mismatch for feature column '{FeatureColumn}': the model was trained on {FeatureType}, got {features.Value.Type}");
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        builder.AddColumn(OutputColumn, PredictionTask.OutputsType(Outputs));
        return builder.ToSchema();
    }

    /// <inheritdoc/>
    public IDataView Transform(IDataView input)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new ScoredView(this, input);
    }

    /// <inheritdoc/>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new RowScorer(this, inputSchema);

    /// <inheritdoc/>
    void ICanSaveModel.Save(ModelSaveContext ctx) =>
        throw new NotSupportedException("The scorer in memory is not saved; the transformer that holds it saves an ONNX graph in its place.");

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _network.Dispose();
    }
}
