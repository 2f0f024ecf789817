using Syre.MLNet.Inputs;
using Syre.MLNet.Runtime;
using Syre.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks;

/// <summary>
/// RealMLP's preprocessing as the first layer: z = (x − center)·factor, then z/√(1 + (z/3)²), which bounds each feature to (−3, 3). z
/// itself is bounded first, so that no square overflows: any finite feature saturates, and only one that is not finite makes its row NaN.
/// </summary>
internal sealed class FeatureScaling : ExplicitModule, IOnnxExportable
{
    /// <summary>
    /// Features that are not scaled count as at most so large, which leaves sums and products of layers, and the squares of gradients,
    /// within a float.
    /// </summary>
    internal const float UnscaledLimit = 1e15f;

    private static readonly Scalar s_squaredBound = HeldScalar.Create(FeatureScale.Bound * FeatureScale.Bound);
    private static readonly Scalar s_least = HeldScalar.Create(-FeatureScale.Limit);
    private static readonly Scalar s_greatest = HeldScalar.Create(FeatureScale.Limit);
    private static readonly Scalar s_leastUnscaled = HeldScalar.Create(-UnscaledLimit);
    private static readonly Scalar s_greatestUnscaled = HeldScalar.Create(UnscaledLimit);

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
        [.. HostValues.Of<float>(Center).Zip(HostValues.Of<float>(Factor), (center, factor) => new FeatureScale(center, factor))];

    /// <summary>Sets the scales.</summary>
    public void Set(FeatureScale[] scales)
    {
        using var scope = NewDisposeScope();
        Center.copy_(tensor(Array.ConvertAll(scales, scale => scale.Center)));
        Factor.copy_(tensor(Array.ConvertAll(scales, scale => scale.Factor)));
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => Clip((input - Center) * Factor, input);

    /// <summary>The values of sparse entries, which are not centred.</summary>
    public Tensor ForwardEntries(Tensor features, Tensor values) => Clip(values * Factor.index_select(0, features), values);

    /// <summary>Values for a network without scaling.</summary>
    public static Tensor Unscaled(Tensor values) => values.clamp(s_leastUnscaled, s_greatestUnscaled).add(values, HeldScalar.Zero);

    /// <summary><see cref="Unscaled"/> as an operator; what is not finite is seen to by the whole graph.</summary>
    public static string UnscaledToOnnx(OnnxExportContext context, string input) =>
        context.Op("Clip", input, context.Graph.AddConstant(-UnscaledLimit), context.Graph.AddConstant(UnscaledLimit));

    /// <inheritdoc/>
    public string ToOnnx(OnnxExportContext context, string input)
    {
        string centred = context.Op("Sub", input, context.AddState("center", Center));
        string scaled = context.Op("Clip", context.Op("Mul", centred, context.AddState("factor", Factor)),
            context.Graph.AddConstant(-FeatureScale.Limit), context.Graph.AddConstant(FeatureScale.Limit));
        string share = context.Op("Div", context.Op("Mul", scaled, scaled), context.Graph.AddConstant(FeatureScale.Bound * FeatureScale.Bound));
        return context.Op("Div", scaled, context.Op("Sqrt", context.Op("Add", share, context.Graph.AddConstant(1f))));
    }

    /// <param name="scaled">The values scaled.</param>
    /// <param name="raw">The values: 0 times NaN or infinity is NaN, and 0 times any other is nothing.</param>
    private static Tensor Clip(Tensor scaled, Tensor raw)
    {
        Tensor bounded = scaled.clamp(s_least, s_greatest);
        Tensor factor = bounded.Square().div(s_squaredBound).add(HeldScalar.One, HeldScalar.One).rsqrt();
        return (bounded * factor).add(raw, HeldScalar.Zero);
    }
}
