using System.Globalization;
using System.Text.Json.Serialization;
using Syre.Onnx;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks.Stages;

/// <summary>
/// What a stage is made of: trainer, file and tests create it from this. A new stage is a file with both, and a line here.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "Stage")]
[JsonDerivedType(typeof(MissingSpec), "missing")]
[JsonDerivedType(typeof(ScalingSpec), "scaling")]
[JsonDerivedType(typeof(BoundSpec), "bound")]
[JsonDerivedType(typeof(EmbeddingSpec), "embedding")]
[JsonDerivedType(typeof(BlockSpec), "block")]
[JsonDerivedType(typeof(BottleneckSpec), "bottleneck")]
[JsonDerivedType(typeof(OutputSpec), "output")]
internal abstract record StageSpec
{
    /// <summary>What the stage after it gets.</summary>
    public virtual StageInputs After(StageInputs inputs) => inputs;

    /// <summary>The stage, without weights.</summary>
    public abstract Stage Create(StageInputs inputs, MaskedDropout dropout, Device device);

    /// <summary>Names, types and sizes of its parameters and buffers, known without making it.</summary>
    public abstract IEnumerable<OnnxTensorInfo> State(StageInputs inputs);

    /// <summary>It as it was before a compaction; itself where there was none.</summary>
    public virtual StageSpec BeforeCompaction() => this;

    /// <summary>What cannot be, one sentence each.</summary>
    public virtual IEnumerable<string> Problems() => [];

    /// <summary>A sentence where features are not ascending ones of a network's; null where they are.</summary>
    /// <param name="name">What they are called.</param>
    /// <param name="chosen">The features.</param>
    /// <param name="features">Number of the network's.</param>
    protected static string? NotAscending(string name, IReadOnlyList<int> chosen, int features)
    {
        int before = -1;
        foreach (int feature in chosen)
        {
            if (feature <= before || feature >= features)
            {
                return string.Create(
                    CultureInfo.InvariantCulture, $"{name} has feature {feature} after {before} of {features}; expected are rising ones");
            }
            before = feature;
        }
        return null;
    }

    /// <summary>A parameter or buffer of floats.</summary>
    protected static OnnxTensorInfo Floats(string name, params long[] dims) => new(name, OnnxElementType.Float, dims);
}

/// <summary>What a stage gets.</summary>
/// <param name="Width">Numbers of a row.</param>
/// <param name="Entries">How many of them differ from 0, on average.</param>
/// <param name="Sparse">Whether it gets only these.</param>
internal readonly record struct StageInputs(int Width, double Entries, bool Sparse);
