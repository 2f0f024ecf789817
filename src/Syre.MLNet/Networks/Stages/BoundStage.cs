using Syre.MLNet.Inputs;
using Syre.Onnx;
using Syre.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks.Stages;

/// <summary>Makes a <see cref="BoundStage"/>.</summary>
internal sealed record BoundSpec : StageSpec
{
    public override Stage Create(StageInputs inputs, MaskedDropout dropout, Device device) => new BoundStage();

    public override IEnumerable<OnnxTensorInfo> State(StageInputs inputs) => [];
}

/// <summary>
/// Features that are not scaled: they count as at most 10¹⁵, which leaves sums and products of layers, and the
/// squares of gradients, within a float.
/// </summary>
internal sealed class BoundStage() : Stage(nameof(BoundStage))
{
    private const float Limit = 1e15f;

    private static readonly Scalar s_least = HeldScalar.Create(-Limit);
    private static readonly Scalar s_greatest = HeldScalar.Create(Limit);

    public override FeatureRows Forward(in FeatureRows rows) => rows.Dense is { } dense
        ? new FeatureRows(Bounded(dense))
        : rows with { Values = Bounded(rows.Values!) };

    public override InputBounds Bounds(InputBounds inputs) => InputBounds.Within(inputs.Lowest.Length, Limit);

    /// <inheritdoc/>
    public override IRowMap ForRows() => new RowBound(Limit);

    /// <inheritdoc/>
    /// <remarks>What is not finite is seen to by the whole graph.</remarks>
    public override string ToOnnx(OnnxExportContext context, string input) =>
        context.Op("Clip", input, context.Graph.AddConstant(-Limit), context.Graph.AddConstant(Limit));

    private static Tensor Bounded(Tensor values) => values.clamp(s_least, s_greatest).add(values, HeldScalar.Zero);
}
