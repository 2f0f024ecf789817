using System.Text.Json.Serialization;
using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Objectives;
using Syre.MLNet.Runtime;
using Syre.Onnx;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks;

/// <summary>What a network is made of: trainer, file and tests create the same network from this.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "Network")]
[JsonDerivedType(typeof(TabularSpec), "tabular")]
[JsonDerivedType(typeof(TextSpec), "text")]
[JsonDerivedType(typeof(OwnSpec), "own")]
[JsonDerivedType(typeof(EncoderSpec), "encoder")]
[JsonDerivedType(typeof(EnsembleSpec), "ensemble")]
internal abstract record NetworkSpec
{
    /// <summary>Features that the network takes.</summary>
    public abstract int Features { get; init; }

    /// <summary>Outputs that it gives.</summary>
    [JsonIgnore]
    public abstract int Outputs { get; }

    /// <summary>How missing features are filled in, before all else; null where they make outputs NaN.</summary>
    [JsonIgnore]
    public virtual MissingSpec? Missing { get => null; init { } }

    /// <summary>Of each hidden layer that can be compacted the units that it was trained with; null where these are all.</summary>
    [JsonIgnore]
    public virtual IReadOnlyList<TrainedUnits?> Trained => [];

    /// <summary>Whether units were taken out after training.</summary>
    [JsonIgnore]
    public virtual bool IsCompacted => Trained.Any(layer => layer is not null);

    /// <summary>A network without weights.</summary>
    /// <param name="making">How it is made.</param>
    public abstract ScoringNetwork Create(NetworkMaking making);

    /// <summary>
    /// Names, types and sizes of the parameters and buffers of its graph, known without making it; null where they are not.
    /// </summary>
    public virtual IEnumerable<OnnxTensorInfo>? State() => null;

    /// <summary>Whether a trainer with these options makes such a network.</summary>
    public abstract bool IsMadeBy(SyreTrainerOptions options, Objective objective);

    /// <summary>Whether it takes its features from rows of so many numbers.</summary>
    public virtual bool Takes(int inputs) => Features >= 1 && Features == inputs;

    /// <summary>Whether its graph's inputs are those of rows of so many numbers; here one vector.</summary>
    public virtual bool ReadsAs(IReadOnlyList<OnnxTensorInfo> graphInputs, int inputs) =>
        graphInputs is [{ ElementType: OnnxElementType.Float, Dims: [1, var size] }] && size == inputs;

    /// <summary>What cannot be, one sentence each.</summary>
    public virtual IEnumerable<string> Problems() => Outputs < 1 ? [$"Outputs is {Outputs}; it must be at least 1"] : [];
}

/// <summary>How a network is made.</summary>
/// <param name="Device">Where.</param>
/// <param name="Seed">The training's seed, for masks of dropout.</param>
/// <param name="Slots">The column's slot of each feature; null where feature i is slot i.</param>
/// <param name="Own">The user's own network; null for a built-in one.</param>
/// <param name="Randomness">What the user's own code draws from while the network is trained; null for a network that is not.</param>
/// <param name="Encoder">How an encoder is trained; null for a network that is none, or is not trained.</param>
internal sealed record NetworkMaking(
    Device Device, long Seed, int[]? Slots = null, nn.Module<Tensor, Tensor>? Own = null, TorchRandomness? Randomness = null,
    SyreEncoderOptions? Encoder = null)
{
    /// <summary>Dropout whose masks are the training's.</summary>
    public Stages.MaskedDropout Dropout() => new(new MaskGenerator(SeedSequence.Derive(Seed, SeedStream.Dropout)));
}
