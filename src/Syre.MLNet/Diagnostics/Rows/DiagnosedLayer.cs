using Syre.MLNet.Networks;
using Syre.MLNet.Networks.Stages;
using Syre.Onnx;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet.Diagnostics.Rows;

/// <summary>A hidden layer as the per-row diagnostics know it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Index">Its place among the hidden layers of a <see cref="NetworkTrace"/>.</param>
/// <param name="Size">Number of activations of one row.</param>
/// <param name="HasPositions">Whether they are more than one for each unit, as those of a convolution.</param>
/// <param name="Threshold">An activation counts as active when its size is above this.</param>
internal sealed record DiagnosedLayer(string Name, int Index, int Size, bool HasPositions, float Threshold)
{
    private readonly Scalar _threshold = HeldScalar.Create(Threshold);

    /// <summary>How its activations follow from those that a compaction left; null where it has all of them.</summary>
    public TrainedUnits? Trained { get; init; }

    /// <summary>Numbers of a row that the network gives.</summary>
    public int Given => Trained?.Left ?? Size;

    /// <summary>Its activations in a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="given">What the network gives.</param>
    public string AsTrained(OnnxGraphBuilder graph, string given) => Trained?.Apply(graph, given) ?? given;

    /// <summary>Share of each row's activations that are active, <c>[rows, 1]</c>.</summary>
    public torch.Tensor ActiveShare(in NetworkTrace trace) =>
        Activations(trace).abs().gt(_threshold).to(torch.float32).mean([1], keepdim: true);

    /// <summary>The activations of a trace as <c>[rows, activations]</c>.</summary>
    public torch.Tensor Activations(in NetworkTrace trace) =>
        Trained is null ? trace.Hidden[Index].flatten(1) : Trained.Apply(trace.Hidden[Index].flatten(1));
}
