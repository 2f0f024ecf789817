namespace Syre.Cpu.Tests.Losses;

/// <summary>What is no number anywhere makes the loss none, so that a training that has gone wrong is seen.</summary>
[TestClass]
public sealed unsafe class PoisonTests
{
    private const int Rows = 60;

    /// <summary>Those that an infinite sum does not saturate.</summary>
    private static readonly CpuActivation[] s_unbounded =
        [CpuActivation.Relu, CpuActivation.Selu, CpuActivation.Mish, CpuActivation.Gelu, CpuActivation.Silu];

    private static IEnumerable<object[]> Losses => Enum.GetValues<CpuLossKind>().Select(kind => new object[] { kind });

    [TestMethod]
    [DynamicData(nameof(Losses))]
    public void NaN_in_any_parameter_reaches_the_loss(CpuLossKind kind)
    {
        foreach (CpuActivation activation in Enum.GetValues<CpuActivation>())
            EveryParameter(kind, activation, float.NaN);
    }

    [TestMethod]
    [DynamicData(nameof(Losses))]
    public void Infinity_in_any_parameter_reaches_the_loss(CpuLossKind kind)
    {
        foreach (CpuActivation activation in s_unbounded)
            EveryParameter(kind, activation, float.PositiveInfinity);
    }

    [TestMethod]
    [DynamicData(nameof(Losses))]
    public void NaN_or_infinity_in_a_feature_a_target_or_a_weight_reaches_the_loss(CpuLossKind kind)
    {
        foreach (float poison in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            var loss = new CpuLoss(kind);
            using TestNetwork network = Network(CpuActivation.Selu);
            using CpuNetwork engine = network.Create(Rows, threads: 2);
            using CpuRows clean = network.Rows(Rows, loss, weighted: true);
            Assert.IsTrue(double.IsFinite(engine.Step(clean, 0, Rows, loss, Dropout.None)), "clean");
            foreach ((string name, nint numbers) in new[]
            {
                ("feature", (nint)clean.Features), ("target", (nint)clean.Targets), ("weight", (nint)clean.Weights),
            })
            {
                float* at = (float*)numbers + 1;
                (float before, *at) = (*at, poison);
                AssertPoisoned(engine, clean, loss, $"{poison} in a {name}");
                *at = before;
            }
        }
    }

    [TestMethod]
    [DataRow(4f)]
    [DataRow(-1f)]
    [DataRow(1e20f)]
    public void A_class_that_does_not_exist_makes_the_loss_NaN_and_writes_nowhere_else(float target)
    {
        var loss = new CpuLoss(CpuLossKind.CrossEntropy);
        using TestNetwork network = Network(CpuActivation.Selu);
        using CpuNetwork engine = network.Create(Rows);
        using CpuRows rows = network.Rows(Rows, loss, weighted: false);
        rows.Targets[3] = target;
        AssertPoisoned(engine, rows, loss, $"class {target}");
    }

    private static TestNetwork Network(CpuActivation activation) => new([3, 17, 9, 4], activation, parametric: true, scales: true, 2);

    /// <summary>Every parameter in turn has a number that is none.</summary>
    private static void EveryParameter(CpuLossKind kind, CpuActivation activation, float poison)
    {
        var loss = new CpuLoss(kind);
        using TestNetwork network = Network(activation);
        using CpuNetwork engine = network.Create(Rows);
        using CpuRows rows = network.Rows(Rows, loss, weighted: false);
        var outputs = new float[Rows * network.Sizes[^1]];
        engine.RunRows(rows, outputs);
        Assert.IsTrue(outputs.All(float.IsFinite), $"outputs, {activation}, clean");
        Assert.IsTrue(double.IsFinite(engine.Step(rows, 0, Rows, loss, Dropout.None)), $"step, {activation}, clean");
        foreach ((string name, CpuParameter parameter) in network.All)
        {
            float* at = parameter.Values + parameter.Length / 2;
            (float before, *at) = (*at, poison);
            engine.ParametersChanged();
            engine.RunRows(rows, outputs);
            Assert.IsFalse(outputs.All(float.IsFinite), $"outputs, {activation}, {poison} in {name}");
            AssertPoisoned(engine, rows, loss, $"{activation}, {poison} in {name}");
            *at = before;
            engine.ParametersChanged();
        }
    }

    private static void AssertPoisoned(CpuNetwork engine, CpuRows rows, CpuLoss loss, string what) =>
        Assert.IsFalse(double.IsFinite(engine.Step(rows, 0, Rows, loss, Dropout.None)), $"step, {what}");
}
