using Microsoft.ML;
using Microsoft.ML.Runtime;
using Syre.MLNet.Files;
using Syre.MLNet.Heads;
using Syre.MLNet.Stock;
using TorchSharp;

namespace Syre.MLNet.Retraining;

/// <summary>The trainer of a saved pipeline, with new raw rows as the pipeline makes them for it.</summary>
internal sealed class SavedTrainer : IDisposable
{
    private readonly SyreModelFile _file;
    private readonly IHostEnvironment _env;
    private readonly SavedChain _chain;
    private readonly Func<NetworkContext, torch.nn.Module<torch.Tensor, torch.Tensor>>? _network;

    /// <summary>Loads the pipeline and gives the label's key the values that are new.</summary>
    /// <param name="file">The network's file.</param>
    /// <param name="mlContext">The context.</param>
    /// <param name="data">Rows with the columns that the pipeline was fitted on.</param>
    /// <param name="configure">Changes the options of the earlier training; null for those.</param>
    /// <param name="network">The factory of a user's own network; null for others.</param>
    public SavedTrainer(
        SyreModelFile file, MLContext mlContext, IDataView data, Func<SyreTrainerOptions, SyreTrainerOptions>? configure,
        Func<NetworkContext, torch.nn.Module<torch.Tensor, torch.Tensor>>? network)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(data);
        (_file, _network, _env) = (file, network, MLNetInternals.EnvironmentOf(mlContext.Transforms));
        SyreTrainerOptions options = file.Options is SyreNetworkOptions own ? own with { Network = network } : file.Options;
        Options = configure?.Invoke(options) ?? options;
        _chain = file.LoadChain(mlContext);
        Before = LabelKeys.Extend(mlContext, _chain.Before, data, Options.LabelColumnName);
        Rows = Before.Aggregate(data, (view, part) => part.Transform(view));
    }

    /// <summary>The options.</summary>
    public SyreTrainerOptions Options { get; }

    /// <summary>What comes before the trainer.</summary>
    public IReadOnlyList<ITransformer> Before { get; }

    /// <summary>What comes after it.</summary>
    public IReadOnlyList<ITransformer> After => _chain.After;

    /// <summary>The rows as the trainer takes them.</summary>
    public IDataView Rows { get; }

    private IReadOnlyList<PredictionTask> Tasks => [PredictionTask.Named(_file.Task)];

    /// <summary>Trains on from the file's network.</summary>
    /// <param name="options">The options.</param>
    /// <param name="member">The one member of an ensemble to go on from; null for all.</param>
    public ITransformer TrainOn(SyreTrainerOptions options, int? member = null)
    {
        switch (options)
        {
            case SyreEncoderOptions encoding:
                using (SyreEncoderModel encoder = _file.CreateEncoder())
                    return new SyreEncoderEstimator(_env, encoding).Fit(Rows, null, encoder);
            case SyreTextClassificationOptions texts:
                using (SyreTextClassificationModel earlier = _file.CreateTextModel(new TemporaryFolder(_env).NewContext()))
                    return new SyreTextClassificationEstimator(_env, Tasks, texts).Fit(Rows, null, earlier);
            default:
                using (SyreNetworkModel model = _file.CreateModel(_network))
                {
                    return new SyreNetworkEstimator(_env, Tasks, (SyreNetworkOptions)options)
                        .Fit(Rows, null, member is { } one && model.Members.Count > 0 ? model.Members[one] : model);
                }
        }
    }

    /// <summary>Trains a network of the file's shape anew.</summary>
    /// <param name="options">The options.</param>
    public ITransformer TrainAnew(SyreTrainerOptions options) => options switch
    {
        SyreEncoderOptions encoding => new SyreEncoderEstimator(_env, encoding).Fit(Rows),
        SyreTextClassificationOptions texts => new SyreTextClassificationEstimator(_env, Tasks, texts).Fit(Rows),
        _ => new SyreNetworkEstimator(_env, Tasks, (SyreNetworkOptions)options).Fit(Rows),
    };

    public void Dispose() => _chain.Dispose();
}
