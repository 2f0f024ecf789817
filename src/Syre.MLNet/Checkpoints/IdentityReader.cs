using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.Options;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;
using Syre.MLNet.Training;
using TorchSharp;

namespace Syre.MLNet.Checkpoints;

/// <summary>Reads the identity of a training off its rows, its options and its network.</summary>
/// <param name="trainer">Name of the trainer.</param>
/// <param name="recipe">How it trains.</param>
/// <param name="cancellation">Asked at every block of rows.</param>
internal sealed class IdentityReader(string trainer, TrainingRecipe recipe, Cancellation cancellation)
{
    private const int BlockRows = 8192;

    /// <summary>Rows that the outputs of a user's own network are compared on.</summary>
    private const int TrialRows = 256;

    private readonly SortedDictionary<string, string> _parts = new(StringComparer.Ordinal)
    {
        ["version of Syre.MLNet"] = LibraryVersion.Text,
        ["seed"] = recipe.Seed.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>
    /// Whether network and optimizer begin in a state that follows from more than seed, rows and options: that of an earlier model, or of a
    /// user's code.
    /// </summary>
    public bool HasOwnStart { get; init; }

    /// <summary>The identity, from what was read and a training that is about to begin.</summary>
    public TrainingIdentity Read(TrainingRun run)
    {
        _parts["network"] = JsonSerializer.Serialize(run.Network.Spec, OptionsJson.Settings);
        _parts["decayed parameters"] = string.Join(',', run.Network.ParameterGroups().SelectMany(group => group.Parameters)
            .Where(named => recipe.Options.Syre.Parameters?.Invoke(named.name, named.parameter) ?? true).Select(named => named.name));
        if (HasOwnStart)
            AddStart(run);
        return new TrainingIdentity(trainer, Options(recipe.Options), _parts);
    }

    /// <summary>Adds rows.</summary>
    /// <param name="role">What messages call them.</param>
    /// <param name="set">The rows.</param>
    /// <param name="inputs">Number of the network's inputs.</param>
    /// <param name="device">Where the rows are.</param>
    public void Add(string role, TrainingSet set, int inputs, torch.Device device)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var order = new RowOrder(RowSplit.All(set.Count), device);
        for (int start = 0; start < set.Count; start += BlockRows)
        {
            cancellation.CheckContext();
            using var scope = torch.NewDisposeScope();
            Batch rows = set.Rows.Select(order, start, Math.Min(BlockRows, set.Count - start));
            for (int input = 0; input < inputs; input++)
            {
                (torch.Tensor? dense, torch.Tensor? indices, torch.Tensor? offsets, torch.Tensor? values) = rows[input];
                Array.ForEach([dense, indices, offsets, values], tensor => Add(hash, tensor));
            }
        }
        hash.AppendData(MemoryMarshal.AsBytes(set.Labels.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(set.Weights.AsSpan()));
        _parts[$"{role} ({set.Count} rows)"] = Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>Adds what is learnt.</summary>
    public void Add(Objective objective) => _parts["objective"] = string.Join(';', objective.Scales.Select(scale =>
        FormattableString.Invariant($"{scale.Mean:r},{scale.Deviation:r},{scale.Lowest:r},{scale.Highest:r}")).Prepend(objective.Name));

    /// <summary>
    /// Adds what a user's own network makes of a batch in training: of two with the same weights, one may have another dropout.
    /// </summary>
    public void AddOutputs(ScoringNetwork network, LabelledRows rows, TorchRandomness randomness)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        using var before = new NetworkSnapshot(network);
        using var drawn = new MemoryStream();
        randomness.Save(new BinaryWriter(drawn));
        network.train();
        torch.Tensor outputs = network.Forward(rows.Batch(0, Math.Min(Math.Min(recipe.Plan.BatchSize, TrialRows), rows.Count)).Inputs);
        _parts["outputs of the network"] = Convert.ToHexString(SHA256.HashData(HostValues.Copy<byte>(outputs)));
        before.Restore();
        drawn.Position = 0;
        randomness.Load(new BinaryReader(drawn));
        network.eval();
    }

    /// <summary>The options without those that say only where, and until when, is trained.</summary>
    private static string Options(SyreTrainerOptions options) =>
        (options with { Threads = null, Device = "auto", TimeLimit = null, Seed = null }).ToJson(indented: false);

    private void AddStart(TrainingRun run)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, torch.Tensor tensor) in run.Network.state_dict())
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            Add(hash, tensor);
        }
        using var optimizer = new MemoryStream();
        run.Optimizer.SaveState(optimizer);
        hash.AppendData(optimizer.GetBuffer().AsSpan(0, (int)optimizer.Length));
        _parts["first weights"] = Convert.ToHexString(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, torch.Tensor? tensor)
    {
        if (tensor is null)
            return;
        hash.AppendData(Encoding.UTF8.GetBytes($"{tensor.dtype}[{string.Join(',', tensor.shape)}]"));
        hash.AppendData(HostValues.Copy<byte>(tensor));
    }
}
