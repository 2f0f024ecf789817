using Syre.MLNet.Objectives;
using Syre.Onnx;
using Syre.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks;

/// <summary>
/// What becomes of outputs once training is over: they get bounds, and where a function of the labels was learnt, they become labels.
/// </summary>
internal sealed class OutputBounds
{
    private readonly float[] _lowest, _greatest;
    private readonly Scalar? _least, _most;
    private readonly InverseTransform? _inverse;

    /// <param name="lowest">The least of each output, or of all.</param>
    /// <param name="greatest">The greatest of each output, or of all.</param>
    /// <param name="inverse">What makes labels of bounded outputs; null for none.</param>
    private OutputBounds(float[] lowest, float[] greatest, InverseTransform? inverse = null)
    {
        (_lowest, _greatest, _inverse) = (lowest, greatest, inverse);
        if (lowest.Length > 1)
            return;
        _least = HeldScalar.Create(lowest[0]);
        _most = HeldScalar.Create(greatest[0]);
    }

    /// <summary>What a network's outputs have to be bounded to; null for nothing.</summary>
    /// <param name="objective">What it was trained for.</param>
    /// <param name="network">The network.</param>
    public static OutputBounds? Of(Objective objective, ScoringNetwork network) =>
        // Each member of an ensemble has made labels already.
        network is EnsembleNetwork && objective.Scales is [{ Transform: not null }, ..] ? null
        : objective.Scales is { Count: > 0 } scales
        ? new OutputBounds(
            [.. scales.Select(scale => (float)scale.Lowest)], [.. scales.Select(scale => (float)scale.Highest)],
            scales[0].Transform is null ? null : new InverseTransform(scales))
        // An infinite logit would make the others' probabilities NaN.
        : network.IsUnbounded ? new OutputBounds([float.MinValue], [float.MaxValue]) : null;

    /// <summary>Outputs within the bounds, <c>[rows, outputs]</c>, or labels.</summary>
    public Tensor Apply(Tensor outputs) => _inverse?.Apply(Bounded(outputs)) ?? Bounded(outputs);

    private Tensor Bounded(Tensor outputs) => _least is not null
        ? outputs.clamp(_least, _most)
        : outputs.maximum(tensor(_lowest, device: outputs.device)).minimum(tensor(_greatest, device: outputs.device));

    /// <summary>Bounds outputs in place, row after row. NaN stays NaN.</summary>
    public void Apply(Span<float> outputs)
    {
        for (int i = 0; i < outputs.Length; i++)
            outputs[i] = Math.Clamp(outputs[i], _lowest[i % _lowest.Length], _greatest[i % _greatest.Length]);
        _inverse?.Apply(outputs);
    }

    /// <summary>Adds the bounds to a graph.</summary>
    public string ToOnnx(OnnxExportContext context, string outputs)
    {
        string bounded = BoundedToOnnx(context, outputs);
        return _inverse?.ToOnnx(context, bounded) ?? bounded;
    }

    private string BoundedToOnnx(OnnxExportContext context, string outputs)
    {
        if (_lowest.Length == 1)
            return context.Op("Clip", outputs, context.Graph.AddConstant(_lowest[0]), context.Graph.AddConstant(_greatest[0]));
        string raised = context.Op("Max", outputs, context.Graph.AddConstant(OnnxTensor.Create(_lowest, _lowest.Length)));
        return context.Op("Min", raised, context.Graph.AddConstant(OnnxTensor.Create(_greatest, _greatest.Length)));
    }
}
