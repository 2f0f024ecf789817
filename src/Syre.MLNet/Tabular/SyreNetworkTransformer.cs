using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Syre.MLNet.Persistence;
using Syre.MLNet.Scoring;
using Syre.MLNet.Tasks;
using TorchSharp;

namespace Syre.MLNet;

/// <summary>
/// A fitted <see cref="SyreNetworkEstimator"/>: scores data views in blocks through TorchSharp, gives the columns that ML.NET's own trainers of the
/// task give, and saves itself as stock parts of ML.NET (<c>mlContext.Model.Save</c>), so that the file needs neither TorchSharp nor this library.
/// </summary>
/// <remarks>
/// Safe for many threads at once, as long as none disposes it. Dispose it to give back the network's native memory; scoring afterwards throws
/// <see cref="ObjectDisposedException"/>.
/// </remarks>
public sealed class SyreNetworkTransformer : ISingleFeaturePredictionTransformer<SyreNetworkModel>, IDisposable
{
    private const string OutputsColumn = "__SyreOutputs";
    private readonly ITransformer _head;
    private readonly ITransformer _drop;
    private readonly NetworkScorer _scorer;
    private readonly TransformerChain<ITransformer> _chain;

    internal SyreNetworkTransformer(IHostEnvironment env, SyreNetworkModel model, IDataView trainingData, torch.Device device)
    {
        Model = model;
        string label = model.Options.LabelColumnName;
        DataViewSchema.Column labelColumn = trainingData.Schema[label];
        int outputs = model.Task.Outputs(labelColumn.Type);
        FeatureColumnName = model.Options.FeatureColumnName;
        var featureType = (VectorDataViewType)trainingData.Schema[FeatureColumnName].Type;
        FeatureColumnType = featureType;

        _scorer = new NetworkScorer(model.ScoringNetwork, device, FeatureColumnName, featureType, OutputsColumn, outputs);
        var headSchema = new DataViewSchema.Builder();
        headSchema.AddColumn(label, labelColumn.Type, labelColumn.Annotations);
        headSchema.AddColumn(OutputsColumn, PredictionTask.OutputsType(outputs));
        _head = model.Task.CreateHead(env, headSchema.ToSchema(), OutputsColumn, label, outputs, model.Scale);
        _drop = new MLContext().Transforms.DropColumns(OutputsColumn).Fit(new NoRows(_scorer.GetOutputSchema(trainingData.Schema)));
        _chain = new TransformerChain<ITransformer>(_scorer, _head, _drop);
    }

    /// <summary>The trained network and what is known of its training.</summary>
    public SyreNetworkModel Model { get; }

    /// <summary>How the training went.</summary>
    public TrainingSummary Summary => Model.Summary;

    /// <inheritdoc/>
    public string FeatureColumnName { get; }

    /// <inheritdoc/>
    public DataViewType FeatureColumnType { get; }

    /// <inheritdoc/>
    bool ITransformer.IsRowToRowMapper => true;

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _chain.GetOutputSchema(inputSchema);

    /// <inheritdoc/>
    public IDataView Transform(IDataView input) => _chain.Transform(input);

    /// <inheritdoc/>
    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => ((ITransformer)_chain).GetRowToRowMapper(inputSchema);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The user's own network holds a module that cannot be written as ONNX; the message names it.</exception>
    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        using OnnxScorer onnx = OnnxScorer.Create(Model, FeatureColumnName, (VectorDataViewType)FeatureColumnType, OutputsColumn, _scorer.Outputs);
        ((ICanSaveModel)new TransformerChain<ITransformer>(onnx.Transformer, _head, _drop)).Save(ctx);
    }

    /// <inheritdoc/>
    public void Dispose() => _chain.Dispose();
}
