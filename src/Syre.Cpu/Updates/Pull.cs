using System.Numerics;
using System.Runtime.CompilerServices;

namespace Syre.Cpu.Updates;

/// <summary>The pull on one SIMD register.</summary>
internal static class Pull
{
    /// <summary>Adds the pull to the gradient, with strength λ, or takes it off the weight, with strength lr·λ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TPull>(
        ref Vector<float> weight, ref Vector<float> gradient, in Segment segment, int at, Vector<float> decay, Vector<float> pull)
        where TPull : struct, IPull
    {
        if (!TPull.IsActive)
            return;
        Vector<float> difference = Difference<TPull>(weight, segment, at);
        if (TPull.IsCoupled)
            gradient += decay * difference;
        else
            weight -= pull * difference;
    }

    /// <summary>D(φ − θ0), as diff + diff·ξ: diff·(1 + ξ) would round most D to few distinct values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector<float> Difference<TPull>(Vector<float> weight, in Segment segment, int at)
        where TPull : struct, IPull
    {
        Vector<float> difference = TPull.HasBias ? weight - Vector.Load(segment.Bias + at) : weight;
        return TPull.HasAnisotropy ? difference + difference * Vector.Load(segment.Anisotropy + at) : difference;
    }
}
