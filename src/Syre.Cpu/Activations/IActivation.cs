using Syre.Cpu.Simd;

namespace Syre.Cpu.Activations;

/// <summary>An activation and its derivative. NaN stays NaN.</summary>
internal interface IActivation
{
    /// <summary>f(x) and f′(x).</summary>
    static abstract void Apply<TS, TV>(TV x, out TV f, out TV df)
        where TS : struct, ISimd<TV>
        where TV : struct;
}
