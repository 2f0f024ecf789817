using System.Numerics;
using Syre.Cpu.Numerics;

namespace Syre.Cpu.Updates;

/// <summary>
/// One AdamW step, in the order of PyTorch's: the decoupled pull and both moments read the old weight. Without fused multiply-add, so
/// that every machine gives the same bits.
/// </summary>
internal readonly struct AdamWKernel(double beta1, double beta2, double eps, double learningRate, double weightDecay, long step)
    : IUpdateKernel
{
    private readonly float _keep1 = (float)beta1, _take1 = (float)(1 - beta1), _keep2 = (float)beta2, _take2 = (float)(1 - beta2);
    private readonly float _eps = (float)eps, _decay = (float)weightDecay, _pull = (float)(learningRate * weightDecay);
    private readonly float _size = (float)(learningRate / (1 - PortableMath.Pow(beta1, step)));
    private readonly float _correction = (float)(1 / Math.Sqrt(1 - PortableMath.Pow(beta2, step)));

    public unsafe void Apply<TPull>(in Segment segment)
        where TPull : struct, IPull
    {
        float* weights = segment.Weight, gradients = segment.Gradient, first = segment.First, second = segment.Second;
        Vector<float> keep1 = new(_keep1), take1 = new(_take1), keep2 = new(_keep2), take2 = new(_take2);
        Vector<float> eps = new(_eps), decay = new(_decay), pull = new(_pull);
        Vector<float> size = new(_size), correction = new(_correction);
        for (int i = 0; i < segment.Length; i += Vector<float>.Count)
        {
            Vector<float> weight = Vector.Load(weights + i), gradient = Vector.Load(gradients + i);
            Pull.Apply<TPull>(ref weight, ref gradient, segment, i, decay, pull);
            Vector<float> mean = Vector.Load(first + i) * keep1 + gradient * take1;
            Vector<float> square = Vector.Load(second + i) * keep2 + take2 * gradient * gradient;
            mean.StoreWithoutSubnormals(first + i);
            square.StoreWithoutSubnormals(second + i);
            (weight - size * (mean / (Vector.SquareRoot(square) * correction + eps))).StoreWithoutSubnormals(weights + i);
        }
    }
}
