namespace Syre.Cpu.Simd;

/// <summary>
/// What the engine is written in: operations on registers of floats, one implementation a width. They are static and over the bare vector,
/// so that the compiler sees no wrapper. Every one is exact by IEEE 754, or a step of integers, so that all widths give the same bits.
/// </summary>
/// <typeparam name="TV">A vector of floats.</typeparam>
internal unsafe interface ISimd<TV>
    where TV : struct
{
    /// <summary>Floats in a register.</summary>
    static abstract int Count { get; }

    /// <summary>Registers side by side in a tile of <see cref="Kernels.Tile.Rows"/> rows: 4 of 32 registers, 2 of 16.</summary>
    static abstract int PanelVectors { get; }

    /// <summary>Reads, from any address.</summary>
    static abstract TV Load(float* p);

    /// <summary>Writes, to any address.</summary>
    static abstract void Store(TV v, float* p);

    /// <summary>The number in every place.</summary>
    static abstract TV Set(float x);

    /// <summary>a + b.</summary>
    static abstract TV Add(TV a, TV b);

    /// <summary>a − b.</summary>
    static abstract TV Sub(TV a, TV b);

    /// <summary>a·b.</summary>
    static abstract TV Mul(TV a, TV b);

    /// <summary>a / b.</summary>
    static abstract TV Div(TV a, TV b);

    /// <summary>√a.</summary>
    static abstract TV Sqrt(TV a);

    /// <summary>The smaller. A NaN in <paramref name="b"/> is carried, one in <paramref name="a"/> not everywhere.</summary>
    static abstract TV Min(TV a, TV b);

    /// <summary>The larger. A NaN in <paramref name="b"/> is carried, one in <paramref name="a"/> not everywhere.</summary>
    static abstract TV Max(TV a, TV b);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract TV Fma(TV a, TV b, TV c);

    /// <summary>The nearest whole number, halves to even.</summary>
    static abstract TV Round(TV a);

    /// <summary>|a|.</summary>
    static abstract TV Abs(TV a);

    /// <summary>|size| with the sign of another.</summary>
    static abstract TV Signed(TV size, TV sign);

    /// <summary>2ⁿ for a whole n in [−126, 127].</summary>
    static abstract TV Pow2(TV n);

    /// <summary>x > 0 ? a : b.</summary>
    static abstract TV IfPositive(TV x, TV a, TV b);

    /// <summary>The dropout mask of the elements numbered from <paramref name="first"/> on: see <see cref="DropoutHash"/>.</summary>
    static abstract TV Mask(uint first, uint key, uint threshold, TV kept);
}
