using Syre.Cpu;
using Syre.MLNet.Export;
using Syre.MLNet.Inputs;
using Syre.MLNet.Runtime;
using Syre.Onnx;
using Syre.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks.Stages;

/// <summary>Makes an <see cref="EmbeddingStage"/>.</summary>
/// <param name="Embedded">The features that are embedded, ascending.</param>
internal sealed record EmbeddingSpec(IReadOnlyList<int> Embedded) : StageSpec
{
    /// <summary>Cosines of a feature, and numbers that are made of them (RealMLP-TD).</summary>
    public const int Frequencies = 16, Outputs = FeatureNames.EmbeddingOutputs;

    /// <summary>By the features.</summary>
    public bool Equals(EmbeddingSpec? other) => other is not null && Embedded.SequenceEqual(other.Embedded);

    public override int GetHashCode() => Embedded.Aggregate(0, HashCode.Combine);

    public override StageInputs After(StageInputs inputs) => inputs with
    {
        Width = inputs.Width + Embedded.Count * Outputs,
        Entries = inputs.Entries + Embedded.Count * Outputs,
    };

    public override Stage Create(StageInputs inputs, MaskedDropout dropout, Device device) =>
        new EmbeddingStage(Embedded, inputs.Width, device);

    public override IEnumerable<OnnxTensorInfo> State(StageInputs inputs) =>
    [
        Floats("frequency", Embedded.Count, Frequencies), Floats("phase", Embedded.Count, Frequencies),
        Floats("map", Embedded.Count, Frequencies, Outputs), Floats("bias", Embedded.Count, Outputs),
    ];

    /// <summary>What cannot be in a network of so many features, one sentence each.</summary>
    public IEnumerable<string> ProblemsWith(int features, bool sparse)
    {
        if (sparse)
            return ["features of sparse rows are embedded, which only those of dense rows can be"];
        if (NotAscending(nameof(Embedded), Embedded, features) is { } problem)
            return [problem];
        return Embedded.Count == 0 ? ["Embedded names no feature; expected is one or more"] : [];
    }
}

/// <summary>
/// Cosine features of numbers, RealMLP's PBLD (arXiv 2407.04491): beside each x its e = V·cos(2π·w·x + b) + c, for each feature with
/// parameters of its own. After all inputs follow the first number of each feature's e, then the second of each, and so on. Shapes: w, b
/// <c>[embedded, frequencies]</c>, V <c>[embedded, frequencies, outputs]</c>, c <c>[embedded, outputs]</c>.
/// </summary>
internal sealed class EmbeddingStage : Stage
{
    /// <summary>Deviation of first frequencies (RealMLP-TD): within ±3 a feature turns by half a circle or so.</summary>
    private const double FrequencyDeviation = 0.1;

    private readonly IReadOnlyList<int> _embedded;
    private readonly int _width;
    private readonly Tensor _places;

    /// <param name="embedded">See <see cref="EmbeddingSpec"/>.</param>
    /// <param name="width">Inputs of a row.</param>
    /// <param name="device">Where it is made.</param>
    public EmbeddingStage(IReadOnlyList<int> embedded, int width, Device device)
        : base(nameof(EmbeddingStage))
    {
        const int frequencies = EmbeddingSpec.Frequencies, outputs = EmbeddingSpec.Outputs;
        (_embedded, _width) = (embedded, width);
        _places = tensor([.. embedded.Select(feature => (long)feature)], device: device).DetachFromDisposeScope();
        Frequency = New(nameof(Frequency), embedded.Count, frequencies);
        Phase = New(nameof(Phase), embedded.Count, frequencies);
        Map = New(nameof(Map), embedded.Count, frequencies, outputs);
        Bias = New(nameof(Bias), embedded.Count, outputs);

        Parameter New(string name, params long[] shape)
        {
            var parameter = new Parameter(zeros(shape, float32, device: device));
            register_parameter(name.ToLowerInvariant(), parameter);
            return parameter;
        }
    }

    public override IEnumerable<TrainedParameter> Trained =>
    [
        new(ParameterRole.Embedding, "frequency", Frequency), new(ParameterRole.EmbeddingBiases, "phase", Phase),
        new(ParameterRole.Embedding, "map", Map), new(ParameterRole.EmbeddingBiases, "bias", Bias),
    ];

    /// <summary>w.</summary>
    private Parameter Frequency { get; }

    /// <summary>b.</summary>
    private Parameter Phase { get; }

    /// <summary>V.</summary>
    private Parameter Map { get; }

    /// <summary>c.</summary>
    private Parameter Bias { get; }

    /// <inheritdoc/>
    /// <remarks>A cosine counts as ten.</remarks>
    public override double Multiplications(double entries) => _embedded.Count * EmbeddingSpec.Frequencies * (10.0 + EmbeddingSpec.Outputs);

    public override FeatureRows Forward(in FeatureRows rows)
    {
        Tensor inputs = rows.Dense!;
        Tensor angles = inputs.index_select(1, _places).t().unsqueeze(2).Mul(Math.Tau) * Frequency.unsqueeze(1);
        Tensor embedded = angles.Add(Phase.unsqueeze(1)).cos().bmm(Map).Add(Bias.unsqueeze(1));
        return new(cat([inputs, embedded.permute(1, 2, 0).flatten(1)], 1));
    }

    public override InputBounds Bounds(InputBounds inputs)
    {
        using var scope = NewDisposeScope();
        // A cosine is within ±1.
        float[] sizes = HostValues.Copy<float>(Map.detach().abs().sum(1).t()), centres = HostValues.Copy<float>(Bias.detach().t());
        return new(
            [.. inputs.Lowest, .. centres.Zip(sizes, (centre, size) => (double)centre - size)],
            [.. inputs.Largest, .. centres.Zip(sizes, (centre, size) => (double)centre + size)]);
    }

    public override void Initialize(WeightRandom random)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        double halfWidth = 1 / Math.Sqrt(EmbeddingSpec.Frequencies);
        Fill(Frequency, values => random.Of("frequency").FillNormal(values, 0, FrequencyDeviation));
        Fill(Phase, values => random.Of("phase").FillUniform(values, 0, Math.PI));
        Fill(Map, values => random.Of("map").FillUniform(values, 0, halfWidth));
        Fill(Bias, values => random.Of("bias").FillUniform(values, 0, halfWidth));

        static void Fill(Parameter parameter, Action<float[]> fill)
        {
            var values = new float[parameter.numel()];
            fill(values);
            parameter.copy_(tensor(values).reshape(parameter.shape));
        }
    }

    /// <summary>It in the CPU engine.</summary>
    /// <param name="parameter">Gives the engine a parameter.</param>
    public CpuEmbedding EmbeddingForEngine(Func<Parameter, CpuParameter> parameter) =>
        new(_embedded.Count, EmbeddingSpec.Frequencies, EmbeddingSpec.Outputs)
        {
            Places = _embedded,
            Frequency = parameter(Frequency),
            Phase = parameter(Phase),
            Map = parameter(Map),
            Bias = parameter(Bias),
        };

    public override string ToOnnx(OnnxExportContext context, string input) => Add(context, input, networks: 1);

    public override JointValue ToOnnx(IReadOnlyList<OnnxExportContext> places, IReadOnlyList<Stage> stages, JointValue input) =>
        OnnxExportContext.AddTogether(places, input, (context, together) => Add(context, together, places.Count));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _places.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Adds those of some networks, as <c>[embedded, rows, …]</c>: one product of matrices does all features.</summary>
    private string Add(OnnxExportContext context, string input, int networks)
    {
        OnnxGraphBuilder graph = context.Graph;
        int added = EmbeddingSpec.Outputs * _embedded.Count;
        string places = graph.AddInt64Constant(
            [.. Enumerable.Range(0, networks).SelectMany(network => _embedded.Select(feature => (long)network * _width + feature))]);
        string one = graph.AddInt64Constant(1), two = graph.AddInt64Constant(2);
        string features = context.Op("Transpose", graph.AddNode("Gather", [input, places], ("axis", 1)));
        string turns = context.Op("Mul", context.AddState("frequency", Frequency), graph.AddConstant(MathF.Tau));
        string angles = context.Op(
            "Add", context.Op("Mul", context.Op("Unsqueeze", features, two), context.Op("Unsqueeze", turns, one)),
            context.Op("Unsqueeze", context.AddState("phase", Phase), one));
        string embedded = context.Op(
            "Add", context.Op("MatMul", context.Op("Cos", angles), context.AddState("map", Map)),
            context.Op("Unsqueeze", context.AddState("bias", Bias), one));
        string apart = Reshaped(embedded, networks, _embedded.Count, -1, EmbeddingSpec.Outputs);
        string inRows = graph.AddNode("Transpose", [apart], ("perm", new long[] { 2, 0, 3, 1 }));
        string all = graph.AddNode(
            "Concat", [Reshaped(input, -1, networks, _width), Reshaped(inRows, -1, networks, added)], ("axis", 2));
        return Reshaped(all, -1, networks * (_width + added));

        string Reshaped(string value, params ReadOnlySpan<long> shape) => context.Op("Reshape", value, graph.AddInt64Constant(shape));
    }
}
