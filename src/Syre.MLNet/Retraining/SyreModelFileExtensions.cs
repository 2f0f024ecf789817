using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Retraining;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet;

/// <summary>Trains on from a saved model on new rows, and says whether that still pays.</summary>
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
        using var saved = new SavedTrainer(file, mlContext, data, configure, network);
        return new TransformerChain<ITransformer>([.. saved.Before, saved.TrainOn(saved.Options), .. saved.After]);
    }

    /// <summary>
    /// Whether a saved network still learns: on new raw rows it and a fresh network of the same shape, options and batches are trained, and
    /// their losses on held-back rows compared, epoch by epoch. The file stays as it is.
    /// </summary>
    /// <param name="file">The network, as <see cref="SyreModelFile.Open"/> gave it; of an ensemble its first member.</param>
    /// <param name="mlContext">The context.</param>
    /// <param name="data">Rows with the columns that the pipeline was fitted on. What is new should be in them: a network that is asked to
    /// learn what it knows has nothing to be slow at.</param>
    /// <param name="options">How to measure; null for the defaults.</param>
    /// <param name="network">The factory of a user's own network; null (default) for others.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; all that are, are listed.</exception>
    /// <inheritdoc cref="Retrain" path="/exception"/>
    public static PlasticityReport MeasurePlasticity(
        this SyreModelFile file,
        MLContext mlContext,
        IDataView data,
        PlasticityOptions? options = null,
        Func<NetworkContext, torch.nn.Module<torch.Tensor, torch.Tensor>>? network = null)
    {
        options ??= new PlasticityOptions();
        options.Validate();
        using var saved = new SavedTrainer(file, mlContext, data, options.Configure, network);
        return new PlasticityTrial(saved, options).Run(file.Report.Name);
    }
}
