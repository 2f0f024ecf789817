using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Syre.Cpu.Simd;

/// <summary>Registers of 256 bits: AVX2.</summary>
internal readonly unsafe struct Simd256 : ISimd<Vector256<float>>
{
    public static int Count => 8;

    public static int PanelVectors => 2;

    public static Vector256<float> Load(float* p) => Vector256.Load(p);

    public static void Store(Vector256<float> v, float* p) => Vector256.Store(v, p);

    public static Vector256<float> Set(float x) => Vector256.Create(x);

    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    public static Vector256<float> Sub(Vector256<float> a, Vector256<float> b) => a - b;

    public static Vector256<float> Mul(Vector256<float> a, Vector256<float> b) => a * b;

    public static Vector256<float> Div(Vector256<float> a, Vector256<float> b) => a / b;

    public static Vector256<float> Sqrt(Vector256<float> a) => Vector256.Sqrt(a);

    public static Vector256<float> Min(Vector256<float> a, Vector256<float> b) => Vector256.MinNative(a, b);

    public static Vector256<float> Max(Vector256<float> a, Vector256<float> b) => Vector256.MaxNative(a, b);

    public static Vector256<float> Fma(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Vector256.FusedMultiplyAdd(a, b, c);

    public static Vector256<float> Round(Vector256<float> a) => Vector256.Round(a);

    public static Vector256<float> Abs(Vector256<float> a) => Vector256.Abs(a);

    public static Vector256<float> Signed(Vector256<float> size, Vector256<float> sign) => Vector256.CopySign(size, sign);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Pow2(Vector256<float> n) =>
        Vector256.ShiftLeft(Vector256.ConvertToInt32Native(n) + Vector256.Create(127), 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> IfPositive(Vector256<float> x, Vector256<float> a, Vector256<float> b) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256<float>.Zero), a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Mask(uint first, uint key, uint threshold, Vector256<float> kept)
    {
        Vector256<uint> x = (Vector256.Create(first) + Vector256<uint>.Indices) ^ Vector256.Create(key);
        x ^= x >>> 16;
        x = x * Vector256.Create(DropoutHash.First) + Vector256.Create(DropoutHash.Middle(key));
        x ^= x >>> 13;
        x *= Vector256.Create(DropoutHash.Second);
        x ^= x >>> 16;
        Vector256<float> stays = Vector256.GreaterThanOrEqual(x, Vector256.Create(threshold)).AsSingle();
        return Vector256.ConditionalSelect(stays, kept, Vector256<float>.Zero);
    }
}
