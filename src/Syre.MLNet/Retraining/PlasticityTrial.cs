using Microsoft.ML;
using Syre.MLNet.Objectives;
using Syre.Torch;

namespace Syre.MLNet.Retraining;

/// <summary>Trains a saved network and fresh ones on the same new rows.</summary>
/// <param name="saved">The network with the rows.</param>
/// <param name="options">How.</param>
internal sealed class PlasticityTrial(SavedTrainer saved, PlasticityOptions options)
{
    /// <summary>Does all runs.</summary>
    /// <param name="name">What to call the model.</param>
    public PlasticityReport Run(string name)
    {
        Trained[] carried = [.. Enumerable.Range(0, options.Runs).Select(run => Train(run, anew: false))];
        Trained[] fresh = [.. Enumerable.Range(0, options.Runs).Select(run => Train(run, anew: true))];
        return new PlasticityReport
        {
            Name = name,
            Rows = carried[0].Summary.TrainingRows,
            HeldBackRows = carried[0].Summary.ValidationRows,
            Measure = carried[0].Measure,
            Runs = [.. carried.Zip(fresh, (one, other) => new PlasticityRun(one.Losses, other.Losses))],
            Layers = [.. Enumerable.Range(0, carried.Concat(fresh).Min(one => one.Layers.Count)).Select(layer =>
                PlasticityLayer.Mean([.. carried.Zip(fresh, (one, other) => PlasticityLayer.Of(one.Layers[layer], other.Layers[layer]))]))],
        };
    }

    private Trained Train(int run, bool anew)
    {
        List<TrainingProgress> epochs = [];
        SyreTrainerOptions own = saved.Options with
        {
            Epochs = options.Epochs,
            Seed = options.Seed + run,
            ValidationFraction = options.HeldBackFraction,
            ValidationSet = null,
            EarlyStopping = false,
            EarlyStoppingPatience = null,
            TimeLimit = null,
            CheckpointDirectory = null,
            InitialModel = null,
            KeepOptimizerState = false,
            Collapse = saved.Options.Collapse with { HistoryEvery = null, Policy = CollapsePolicy.Ignore },
            Progress = epochs.Add,
        };
        if (own is SyreNetworkOptions network)
            own = network with { Members = 1, Interval = null };
        ITransformer fitted = anew ? saved.TrainAnew(own) : saved.TrainOn(own, member: 0);
        using var _ = fitted as IDisposable;
        SyreModel model = ((IPredictionTransformer<SyreModel>)fitted).Model;
        Objective objective = model.Task.Objective;
        bool isOfNumbers = objective is { HasLabel: true, IsScaled: true };
        own.CancellationToken.ThrowIfCancellationRequested();
        return new Trained(
            [
                .. epochs.Select(epoch => isOfNumbers ? epoch.ValidationError : epoch.ValidationLoss),
                // Of a training that diverged there are no more.
                .. Enumerable.Repeat(double.PositiveInfinity, options.Epochs - epochs.Count),
            ],
            model.Report.Layers, model.Summary,
            !isOfNumbers ? objective.HasLabel ? "log-loss" : "loss"
                : objective is RegressionObjective ? "root mean squared error"
                : "root mean squared error in deviations of the labels");
    }

    /// <summary>What is left of one training.</summary>
    private sealed record Trained(
        IReadOnlyList<double> Losses, IReadOnlyList<LayerReport> Layers, TrainingSummary Summary, string Measure);
}
