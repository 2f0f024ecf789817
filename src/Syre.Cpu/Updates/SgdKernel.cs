using System.Numerics;
using Syre.Cpu.Numerics;

namespace Syre.Cpu.Updates;

/// <summary>One step of gradient descent without momentum, in the order of PyTorch's.</summary>
internal readonly struct SgdKernel(double learningRate, double weightDecay) : IUpdateKernel
{
    private readonly float _rate = (float)learningRate, _decay = (float)weightDecay, _pull = (float)(learningRate * weightDecay);

    public unsafe void Apply<TPull>(in Segment segment)
        where TPull : struct, IPull
    {
        float* weights = segment.Weight, gradients = segment.Gradient;
        Vector<float> rate = new(_rate), decay = new(_decay), pull = new(_pull);
        for (int i = 0; i < segment.Length; i += Vector<float>.Count)
        {
            Vector<float> weight = Vector.Load(weights + i), gradient = Vector.Load(gradients + i);
            Pull.Apply<TPull>(ref weight, ref gradient, segment, i, decay, pull);
            (weight - rate * gradient).StoreWithoutSubnormals(weights + i);
        }
    }
}
