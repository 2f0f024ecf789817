using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Files;
using Syre.MLNet.Heads;
using Syre.MLNet.Retraining;
using Syre.MLNet.Stock;
using TorchSharp;

namespace Syre.MLNet;

/// <summary>Trains on from a saved model on new rows.</summary>
public static class SyreModelFileExtensions
{
    /// <summary>
    /// Trains on from a saved pipeline on new raw rows and gives a new whole model, which scores and saves as any other. What comes
    /// before the trainer in the file makes its columns as it did, and what comes after it follows again; both stay as they were fitted.
    /// A label that a <c>MapValueToKey</c> of the file makes gets the values that are new, after those that it has. Weights,
    /// preprocessing and θ0 go on as <see cref="SyreTrainerOptions.InitialModel"/> says; a network of texts with weights in 8 bits goes
    /// on from what they were rounded to.
    /// </summary>
    /// <param name="file">The network, as <see cref="SyreModelFile.Open"/> gave it. The file is read again, by ML.NET too,
    /// which trusts what it reads.</param>
    /// <param name="mlContext">The context.</param>
    /// <param name="data">Rows with the columns that the pipeline was fitted on.</param>
    /// <param name="configure">Changes the options of the earlier training: <c>options => options with { Epochs = 4 }</c>.
    /// Default null: they stay.</param>
    /// <param name="network">The factory of a user's own network; null (default) for others.</param>
    /// <returns>A chain with what came before, the new model, and what came after; dispose it, where it is disposable.</returns>
    /// <exception cref="InvalidDataException">The file is no more what it was, or is damaged.</exception>
    /// <exception cref="ArgumentException">The options are of another shape than the network, or a user's own
    /// network has no factory.</exception>
    /// <inheritdoc cref="SyreEstimator{TOptions, TTransformer}.Fit(IDataView, IDataView)" path="/exception"/>
    public static ITransformer Retrain(
        this SyreModelFile file,
        MLContext mlContext,
        IDataView data,
        Func<SyreTrainerOptions, SyreTrainerOptions>? configure = null,
        Func<NetworkContext, torch.nn.Module<torch.Tensor, torch.Tensor>>? network = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(data);
        SyreTrainerOptions options = file.Options is SyreNetworkOptions own ? own with { Network = network } : file.Options;
        options = configure?.Invoke(options) ?? options;
        using SavedChain chain = file.LoadChain(mlContext);
        IReadOnlyList<ITransformer> before = LabelKeys.Extend(mlContext, chain.Before, data, options.LabelColumnName);
        IDataView rows = before.Aggregate(data, (view, part) => part.Transform(view));
        return new TransformerChain<ITransformer>([.. before, Fit(file, mlContext, rows, options, network), .. chain.After]);
    }

    private static ITransformer Fit(
        SyreModelFile file, MLContext mlContext, IDataView rows, SyreTrainerOptions options,
        Func<NetworkContext, torch.nn.Module<torch.Tensor, torch.Tensor>>? network)
    {
        var env = MLNetInternals.EnvironmentOf(mlContext.Transforms);
        if (options is SyreEncoderOptions encoding)
        {
            using SyreEncoderModel encoder = file.CreateEncoder();
            return new SyreEncoderEstimator(env, encoding).Fit(rows, null, encoder);
        }
        IReadOnlyList<PredictionTask> tasks = [PredictionTask.Named(file.Task)];
        if (options is SyreTextClassificationOptions texts)
        {
            using SyreTextClassificationModel earlier = file.CreateTextModel(new TemporaryFolder(env).NewContext());
            return new SyreTextClassificationEstimator(env, tasks, texts).Fit(rows, null, earlier);
        }
        using SyreNetworkModel model = file.CreateModel(network);
        return new SyreNetworkEstimator(env, tasks, (SyreNetworkOptions)options).Fit(rows, null, model);
    }
}
