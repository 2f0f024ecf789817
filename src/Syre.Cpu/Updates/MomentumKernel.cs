using System.Numerics;
using Syre.Cpu.Numerics;

namespace Syre.Cpu.Updates;

/// <summary>
/// One step of gradient descent with momentum, in the order of PyTorch's. The first step of a parameter fills the buffer with the
/// gradient, undampened.
/// </summary>
internal readonly struct MomentumKernel(
    double learningRate, double weightDecay, double momentum, double dampening, bool nesterov, bool isFirst) : IUpdateKernel
{
    private readonly float _rate = (float)learningRate, _decay = (float)weightDecay, _pull = (float)(learningRate * weightDecay);
    private readonly float _keep = isFirst ? 0 : (float)momentum, _take = isFirst ? 1 : (float)(1 - dampening);

    private readonly float _ahead = (float)momentum;
    private readonly bool _nesterov = nesterov;

    public unsafe void Apply<TPull>(in Segment segment)
        where TPull : struct, IPull
    {
        float* weights = segment.Weight, gradients = segment.Gradient, buffers = segment.First;
        Vector<float> rate = new(_rate), decay = new(_decay), pull = new(_pull);
        Vector<float> keep = new(_keep), take = new(_take), ahead = new(_ahead);
        for (int i = 0; i < segment.Length; i += Vector<float>.Count)
        {
            Vector<float> weight = Vector.Load(weights + i), gradient = Vector.Load(gradients + i);
            Pull.Apply<TPull>(ref weight, ref gradient, segment, i, decay, pull);
            Vector<float> buffer = Vector.Load(buffers + i) * keep + gradient * take;
            buffer.StoreWithoutSubnormals(buffers + i);
            Vector<float> direction = _nesterov ? gradient + ahead * buffer : buffer;
            (weight - rate * direction).StoreWithoutSubnormals(weights + i);
        }
    }
}
