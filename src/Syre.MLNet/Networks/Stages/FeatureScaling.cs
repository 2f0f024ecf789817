using Syre.MLNet.Export;
using Syre.MLNet.Inputs;
using Syre.MLNet.Runtime;
using Syre.Onnx;
using Syre.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks.Stages;

/// <summary>Makes a <see cref="FeatureScaling"/>.</summary>
internal sealed record ScalingSpec : StageSpec
{
    public override Stage Create(StageInputs inputs, MaskedDropout dropout, Device device) => new FeatureScaling(inputs.Width, device);

    public override IEnumerable<OnnxTensorInfo> State(StageInputs inputs) =>
        [Floats("center", inputs.Width), Floats("factor", inputs.Width)];
}

/// <summary>
/// RealMLP's preprocessing: z = (x − center)·factor, then z/√(1 + (z/3)²), which bounds each feature to (−3, 3). z itself is
/// bounded first, so that no square overflows: any finite feature saturates, and only one that is not finite makes its row NaN.
/// Entries of sparse rows are not centred.
/// </summary>
internal sealed class FeatureScaling : Stage
{
    private static readonly Scalar s_squaredBound = HeldScalar.Create(FeatureScale.Bound * FeatureScale.Bound);
    private static readonly Scalar s_least = HeldScalar.Create(-FeatureScale.Limit);
    private static readonly Scalar s_greatest = HeldScalar.Create(FeatureScale.Limit);

    /// <param name="features">Number of features.</param>
    /// <param name="device">Where it is made.</param>
    public FeatureScaling(long features, Device device)
        : base(nameof(FeatureScaling))
    {
        Center = zeros(features, float32, device: device).DetachFromDisposeScope();
        Factor = ones(features, float32, device: device).DetachFromDisposeScope();
        register_buffer("center", Center);
        register_buffer("factor", Factor);
    }

    /// <summary>Medians, <c>[features]</c>.</summary>
    public Tensor Center { get; }

    /// <summary>Factors, <c>[features]</c>.</summary>
    public Tensor Factor { get; }

    /// <summary>The scales.</summary>
    public FeatureScale[] Scales =>
        [.. HostValues.Copy<float>(Center).Zip(HostValues.Copy<float>(Factor), (center, factor) => new FeatureScale(center, factor))];

    /// <summary>Sets the scales.</summary>
    public void Set(FeatureScale[] scales)
    {
        using var scope = NewDisposeScope();
        Center.copy_(tensor(Array.ConvertAll(scales, scale => scale.Center)));
        Factor.copy_(tensor(Array.ConvertAll(scales, scale => scale.Factor)));
    }

    public override FeatureRows Forward(in FeatureRows rows) => rows.Dense is { } dense
        ? new FeatureRows(Clip((dense - Center) * Factor, dense))
        : rows with { Values = Clip(rows.Values! * Factor.index_select(0, rows.Indices!), rows.Values!) };

    public override InputBounds Bounds(InputBounds inputs) => InputBounds.Within(inputs.Lowest.Length, FeatureScale.Bound);

    public override IRowMap ForRows() => new RowScaling(Scales);

    public override string ToOnnx(OnnxExportContext context, string input)
    {
        string centred = context.Op("Sub", input, context.AddState("center", Center));
        string scaled = context.Op("Clip", context.Op("Mul", centred, context.AddState("factor", Factor)),
            context.Graph.AddConstant(-FeatureScale.Limit), context.Graph.AddConstant(FeatureScale.Limit));
        string share = context.Op(
            "Div", context.Op("Mul", scaled, scaled), context.Graph.AddConstant(FeatureScale.Bound * FeatureScale.Bound));
        return context.Op("Div", scaled, context.Op("Sqrt", context.Op("Add", share, context.Graph.AddConstant(1f))));
    }

    public override JointValue ToOnnx(IReadOnlyList<OnnxExportContext> places, IReadOnlyList<Stage> stages, JointValue input) =>
        OnnxExportContext.AddTogether(places, input, ToOnnx);

    /// <param name="scaled">The values scaled.</param>
    /// <param name="raw">The values: 0 times NaN or infinity is NaN, and 0 times any other is nothing.</param>
    private static Tensor Clip(Tensor scaled, Tensor raw)
    {
        Tensor bounded = scaled.clamp(s_least, s_greatest);
        Tensor divisor = bounded.Square().div(s_squaredBound).add(HeldScalar.One, HeldScalar.One).sqrt();
        return bounded.div(divisor).add(raw, HeldScalar.Zero);
    }
}
