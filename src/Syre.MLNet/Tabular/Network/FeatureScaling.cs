using Syre.MLNet.Data;
using Syre.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Syre.MLNet.Tabular;

/// <summary>
/// RealMLP's preprocessing as the first layer: z = (x − center)·factor, then z/√(1 + (z/3)²), which bounds each feature to (−3, 3).
/// </summary>
internal sealed class FeatureScaling : ExplicitModule, IOnnxExportable
{
    /// <summary>The bound of the smooth clip.</summary>
    internal const float Bound = 3;

    private static readonly Scalar s_squaredBound = HeldScalar.Create(Bound * Bound);

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

    /// <summary>Sets the scales.</summary>
    public void Set(FeatureScale[] scales)
    {
        using var scope = NewDisposeScope();
        Center.copy_(tensor(Array.ConvertAll(scales, scale => scale.Center)));
        Factor.copy_(tensor(Array.ConvertAll(scales, scale => scale.Factor)));
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => Clip((input - Center) * Factor);

    /// <summary>The values of sparse entries, which are not centred.</summary>
    public Tensor ForwardEntries(Tensor features, Tensor values) => Clip(values * Factor.index_select(0, features));

    /// <inheritdoc/>
    public string ToOnnx(OnnxExportContext context, string input)
    {
        string centred = context.Op("Sub", input, context.AddState("center", Center));
        string scaled = context.Op("Mul", centred, context.AddState("factor", Factor));
        string share = context.Op("Div", context.Op("Mul", scaled, scaled), context.Graph.AddConstant(Bound * Bound));
        return context.Op("Div", scaled, context.Op("Sqrt", context.Op("Add", share, context.Graph.AddConstant(1f))));
    }

    private static Tensor Clip(Tensor scaled) => scaled * scaled.Square().div(s_squaredBound).add(HeldScalar.One, HeldScalar.One).rsqrt();
}
