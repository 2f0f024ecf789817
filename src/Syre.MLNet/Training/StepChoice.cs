using System.Globalization;
using Syre.Cpu;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;
using TorchSharp;

namespace Syre.MLNet.Training;

/// <summary>What computes the steps of a training, chosen before it begins.</summary>
/// <param name="Threads">Threads of the CPU engine; null for autograd.</param>
/// <param name="Name">What the log and the summary call it.</param>
/// <param name="Reason">Why.</param>
internal sealed record StepChoice(int? Threads, string Name, string Reason)
{
    /// <summary>Chooses.</summary>
    /// <param name="network">The network.</param>
    /// <param name="objective">What is learnt.</param>
    /// <param name="recipe">How it is done.</param>
    /// <param name="device">Where the network is.</param>
    /// <param name="rows">Rows to train on.</param>
    /// <exception cref="InvalidOperationException">The CPU engine was asked for and cannot compute the training.</exception>
    public static StepChoice Of(ScoringNetwork network, Objective objective, TrainingRecipe recipe, torch.Device device, int rows)
    {
        SyreTrainerOptions options = recipe.Options;
        string? obstacle = options.Engine == TrainingEngine.Autograd ? $"{nameof(options.Engine)} is {options.Engine}"
            : network.EngineObstacle(device)
            ?? (options.Syre.Coupled && network.Tables.Count > 0 ? "a coupled pull moves every row of a table" : null)
            ?? (objective.EngineLoss(0) is null ? $"the CPU engine has no loss for {objective.Name}" : null);
        if (obstacle is null)
        {
            int threads = options.Threads ?? ThreadCount.OfEngine(recipe.Plan.BatchSize, rows, network.MultiplicationsPerRow);
            return new StepChoice(threads, "CPU engine", string.Create(
                CultureInfo.InvariantCulture,
                $"registers of {(int)CpuSupport.Widest} bits, {threads} thread(s); other registers and threads give the same bits"));
        }
        return options.Engine == TrainingEngine.Cpu
            ? throw new InvalidOperationException(
                $"{nameof(options.Engine)} is {options.Engine}, but {obstacle}. " +
                $"Leave it {nameof(TrainingEngine.Auto)} to train by autograd then.")
            : new StepChoice(null, "autograd", obstacle);
    }

    /// <summary>What computes the steps.</summary>
    public ITrainingStep Create(
        Objective objective, TrainingRun run, TrainingRecipe recipe, LabelledRows training, LabelledRows? validation,
        Cancellation cancellation) => Threads is { } threads
            ? new EngineStep(objective, run, recipe, training, validation, cancellation, threads)
            : new AutogradStep(objective, run, recipe.Options, training, validation, cancellation);
}
