using Syre.MLNet.Objectives;
using Syre.Onnx;
using Syre.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks;

/// <summary>From bounded outputs to labels, where what was learnt is a function of them.</summary>
/// <param name="scales">The scale of each output, all with a transform of one kind.</param>
internal sealed class InverseTransform(IReadOnlyList<LabelScale> scales)
{
    private static readonly Scalar s_largest = HeldScalar.Create(LabelScale.LargestLabel);

    private readonly float[] _deviations = [.. scales.Select(scale => (float)scale.Deviation)];
    private readonly float[] _means = [.. scales.Select(scale => (float)scale.Mean)];

    /// <summary>Knots of the output that has the most.</summary>
    private readonly int _knots = scales.Max(scale => scale.Transform!.Values.Count);

    private bool IsLog => scales[0].Transform!.Kind == TargetTransform.Log;

    /// <summary>Labels, <c>[rows, outputs]</c>.</summary>
    public Tensor Apply(Tensor outputs)
    {
        Tensor values = (outputs * Row(_deviations)).Add(Row(_means));
        if (IsLog)
            return values.exp().Sub(1.0).clamp_max(s_largest);
        Tensor beyond = (values.unsqueeze(2) - Table(Lefts())).clamp_min(HeldScalar.Zero).minimum(Table(Widths()));
        return (beyond * Table(Slopes())).sum(2).Add(Row(Firsts()));

        Tensor Row(float[] numbers) => tensor(numbers, device: outputs.device);
        Tensor Table(float[] numbers) => Row(numbers).reshape(scales.Count, -1);
    }

    /// <summary>The same in place, row after row.</summary>
    public void Apply(Span<float> outputs)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            int output = i % scales.Count;
            outputs[i] = scales[output].Transform!.Invert(outputs[i] * _deviations[output] + _means[output]);
        }
    }

    /// <summary>Adds it to a graph.</summary>
    public string ToOnnx(OnnxExportContext context, string outputs)
    {
        string values = context.Op("Add", context.Op("Mul", outputs, Row(_deviations)), Row(_means));
        if (IsLog)
            return context.Op("Min", context.Op("Sub", context.Op("Exp", values), Row([1])), Row([(float)LabelScale.LargestLabel]));
        string apart = context.Op("Unsqueeze", values, context.Graph.AddInt64Constant(2));
        string beyond = context.Op(
            "Min", context.Op("Max", context.Op("Sub", apart, Table(Lefts())), context.Graph.AddConstant(0f)), Table(Widths()));
        string sum = context.Graph.AddNode(
            "ReduceSum", [context.Op("Mul", beyond, Table(Slopes())), context.Graph.AddInt64Constant(2)], ("keepdims", 0));
        return context.Op("Add", sum, Row(Firsts()));

        string Row(float[] numbers) => context.Graph.AddConstant(OnnxTensor.Create(numbers, numbers.Length));
        string Table(float[] numbers) => context.Graph.AddConstant(OnnxTensor.Create(numbers, scales.Count, numbers.Length / scales.Count));
    }

    private float[] Firsts() => [.. scales.Select(scale => scale.Transform!.Labels[0])];

    private float[] Lefts() => Pieces((transform, piece) => transform.Values[piece]);

    private float[] Widths() => Pieces((transform, piece) => transform.Values[piece + 1] - transform.Values[piece]);

    private float[] Slopes() => Pieces((transform, piece) => (float)(
        ((double)transform.Labels[piece + 1] - transform.Labels[piece]) / ((double)transform.Values[piece + 1] - transform.Values[piece])));

    /// <summary>A number of each piece between knots, <c>[outputs, pieces]</c>; 0 where an output has fewer.</summary>
    private float[] Pieces(Func<LabelTransform, int, float> number) => [.. scales.SelectMany(scale =>
        Enumerable.Range(0, Math.Max(1, _knots - 1)).Select(piece =>
            piece < scale.Transform!.Values.Count - 1 ? number(scale.Transform, piece) : 0))];
}
