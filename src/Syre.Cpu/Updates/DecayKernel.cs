using System.Numerics;
using Syre.Cpu.Numerics;

namespace Syre.Cpu.Updates;

/// <summary>The decoupled pull alone.</summary>
internal readonly struct DecayKernel(double learningRate, double weightDecay) : IUpdateKernel
{
    private readonly float _pull = (float)(learningRate * weightDecay);

    public unsafe void Apply<TPull>(in Segment segment)
        where TPull : struct, IPull
    {
        if (!TPull.IsActive)
            return;
        float* weights = segment.Weight;
        var pull = new Vector<float>(_pull);
        for (int i = 0; i < segment.Length; i += Vector<float>.Count)
        {
            Vector<float> weight = Vector.Load(weights + i);
            (weight - pull * Pull.Difference<TPull>(weight, segment, i)).StoreWithoutSubnormals(weights + i);
        }
    }
}
