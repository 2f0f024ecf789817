using System.Runtime.Intrinsics;
using Syre.Cpu.Losses;
using Syre.Cpu.Simd;

namespace Syre.Cpu.Tests.Losses;

/// <summary>A row that a network is sure of sends no subnormal numbers back: they would slow all layers down a hundredfold.</summary>
[TestClass]
public sealed unsafe class ConfidentRowTests
{
    private const float Least = 5.421011e-20f;

    private static IEnumerable<object[]> Losses =>
        from kind in Enum.GetValues<CpuLossKind>()
        from smoothing in kind is CpuLossKind.CrossEntropy or CpuLossKind.BinaryCrossEntropy ? (float[])[0, 0.1f] : [0]
        select new object[] { kind, smoothing };

    [TestMethod]
    [DynamicData(nameof(Losses))]
    public void A_gradient_is_zero_or_one_that_can_be_squared(CpuLossKind kind, float smoothing)
    {
        int zeros = 0;
        for (int gap = 0; gap <= 120; gap++)
        {
            float[] gradient = Gradient(kind, smoothing, [gap, 0, -gap / 2f]);
            foreach (float number in gradient)
                Assert.IsTrue(number == 0 || Math.Abs(number) >= Least, $"{number} at a gap of {gap}");
            zeros += gradient.Count(number => number == 0);
        }
        if (kind == CpuLossKind.CrossEntropy && smoothing == 0)
            Assert.IsGreaterThan(100, zeros);
    }

    /// <summary>Huber's gradient has a size that is known whatever the output is; its loss is none then.</summary>
    [TestMethod]
    [DataRow(CpuLossKind.CrossEntropy, 0f)]
    [DataRow(CpuLossKind.BinaryCrossEntropy, 0.1f)]
    [DataRow(CpuLossKind.SquaredError, 0f)]
    public void What_is_no_number_stays_none(CpuLossKind kind, float smoothing) =>
        Assert.IsTrue(Array.Exists(Gradient(kind, smoothing, [1, float.NaN, 0]), float.IsNaN));

    private static float[] Gradient(CpuLossKind kind, float smoothing, float[] outputs)
    {
        float* room = stackalloc float[8], target = stackalloc float[3];
        new Span<float>(room, 8).Clear();
        outputs.CopyTo(new Span<float>(room, 3));
        new Span<float>(target, 3).Clear();
        var sum = new LossSum();
        RowLoss<Simd128, Vector128<float>>.Apply(
            new LossRow(room, 3, target, weight: 1, share: 1 / 256f, new CpuLoss(kind) { Smoothing = smoothing }), ref sum);
        return new Span<float>(room, 3).ToArray();
    }
}
