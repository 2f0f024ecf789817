using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Stock;
using Syre.MLNet.Training;
using TorchSharp;

namespace Syre.MLNet.Fitting;

/// <summary>What a trainer's networks read of a row, and how one is made.</summary>
internal abstract class NetworkSource
{
    /// <summary>What the network reads of a row.</summary>
    public abstract IReadOnlyList<RowInput> Inputs { get; }

    /// <summary>How to store the rows of each input for a new network.</summary>
    public abstract IReadOnlyList<FeatureStorage> Storage { get; }

    /// <summary>The options.</summary>
    public abstract SyreTrainerOptions Options { get; }

    /// <summary>What becomes of rows with a missing number.</summary>
    public virtual MissingValues MissingValues => MissingValues.Skip;

    /// <summary>How to train it.</summary>
    /// <param name="rows">Rows to train on.</param>
    public abstract TrainingRecipe Recipe(int rows);

    /// <summary>A network for these rows, without weights.</summary>
    /// <param name="rows">The training rows.</param>
    /// <param name="outputs">Number of outputs.</param>
    public ScoringNetwork Create(RowStore rows, int outputs)
    {
        using var scope = torch.NewDisposeScope();
        ScoringNetwork network = Make(rows, outputs);
        foreach (torch.Tensor tensor in network.parameters().Concat(network.buffers()))
            tensor.DetachFromDisposeScope();
        return network;
    }

    /// <summary>Options that keep a network from going on from an earlier one's weights, with their two values.</summary>
    public virtual IEnumerable<string> Differences(SyreModel earlier, ScoringNetwork network) => [];

    /// <summary>How the rows of the network's tables have moved since an earlier training; null where they have not.</summary>
    public virtual TableMove? Moved(TrainingOrigin origin) => null;

    /// <summary>
    /// Runs a new network on rows where it is not sure to give numbers, so that one that does not is known before it is trained.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="names">What to call the features.</param>
    /// <param name="cancellation">Asked at every batch.</param>
    /// <exception cref="InvalidOperationException">It does not take the rows, or does not give what is needed.</exception>
    public virtual void TryOut(ScoringNetwork network, LabelledRows rows, FeatureNames names, Cancellation cancellation)
    {
    }

    /// <summary>How missing values are filled in; a training that goes on keeps the inputs that there are.</summary>
    /// <param name="features">The training rows.</param>
    /// <param name="earlier">What an earlier network is made of; null for a new one.</param>
    protected MissingSpec? Missing(FeatureMatrix features, NetworkSpec? earlier) =>
        MissingValues != MissingValues.Impute ? null : earlier?.Missing ?? new MissingSpec(features.Missing);

    /// <summary>An option with its two values; none where they are the same.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="before">That of the earlier training.</param>
    /// <param name="now">That of this one.</param>
    protected static IEnumerable<string> Differing<T>(string name, T before, T now) =>
        EqualityComparer<T>.Default.Equals(before, now) ? [] : [Both(name, before, now)];

    /// <summary>How missing values are treated, where the networks differ in that.</summary>
    protected static IEnumerable<string> DifferingMissing(SyreModel earlier, ScoringNetwork network, MissingValues now) =>
        earlier.ScoringNetwork.FillsMissing == network.FillsMissing
            ? []
            : [Both(nameof(SyreTrainerOptions.MissingValues), earlier.Options.MissingValues, now)];

    /// <summary>The same of widths of layers.</summary>
    protected static IEnumerable<string> Differing(string name, IReadOnlyList<int> before, IReadOnlyList<int> now) =>
        Differing(name, $"[{string.Join(", ", before)}]", $"[{string.Join(", ", now)}]");

    /// <summary>Makes the network; its tensors may be in a dispose scope.</summary>
    protected abstract ScoringNetwork Make(RowStore rows, int outputs);

    private static string Both<T>(string name, T before, T now) => FormattableString.Invariant($"{name} ({before} and {now})");
}
