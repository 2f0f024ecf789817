using System.Numerics;
using System.Runtime.CompilerServices;

namespace Syre.Cpu.Numerics;

/// <summary>
/// Numbers too small for all of float32's precision. What shrinks by a factor at every step (a moment of a unit that has died, a weight
/// that nothing but decay moves) ends among them and stays: 0.9 of the smallest of them rounds to itself. Processors take a hundred cycles
/// for each, at every step for ever, so that no update leaves one behind.
/// </summary>
internal static class Subnormals
{
    /// <summary>2⁻¹²⁶, the smallest number that is none.</summary>
    public const float SmallestNormal = 1.17549435e-38f;

    /// <summary>The number, or 0 if its size is below <see cref="SmallestNormal"/>.</summary>
    public static float Without(float number) => MathF.Abs(number) < SmallestNormal ? 0 : number;

    /// <summary>Writes numbers, 0 for those whose size is below <see cref="SmallestNormal"/>; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StoreWithoutSubnormals(this Vector<float> numbers, float* to) =>
        Vector.AndNot(numbers, Vector.LessThan(Vector.Abs(numbers), new Vector<float>(SmallestNormal)).As<int, float>()).Store(to);
}
