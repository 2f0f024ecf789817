using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Syre.Cpu.Simd;

/// <summary>Registers of 512 bits: AVX-512.</summary>
internal readonly unsafe struct Simd512 : ISimd<Vector512<float>>
{
    public static int Count => 16;

    public static int PanelVectors => 4;

    public static Vector512<float> Load(float* p) => Vector512.Load(p);

    public static void Store(Vector512<float> v, float* p) => Vector512.Store(v, p);

    public static Vector512<float> Set(float x) => Vector512.Create(x);

    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

    public static Vector512<float> Sub(Vector512<float> a, Vector512<float> b) => a - b;

    public static Vector512<float> Mul(Vector512<float> a, Vector512<float> b) => a * b;

    public static Vector512<float> Div(Vector512<float> a, Vector512<float> b) => a / b;

    public static Vector512<float> Sqrt(Vector512<float> a) => Vector512.Sqrt(a);

    public static Vector512<float> Min(Vector512<float> a, Vector512<float> b) => Vector512.MinNative(a, b);

    public static Vector512<float> Max(Vector512<float> a, Vector512<float> b) => Vector512.MaxNative(a, b);

    public static Vector512<float> Fma(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Vector512.FusedMultiplyAdd(a, b, c);

    public static Vector512<float> Round(Vector512<float> a) => Vector512.Round(a);

    public static Vector512<float> Abs(Vector512<float> a) => Vector512.Abs(a);

    public static Vector512<float> Signed(Vector512<float> size, Vector512<float> sign) => Vector512.CopySign(size, sign);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Pow2(Vector512<float> n) =>
        Vector512.ShiftLeft(Vector512.ConvertToInt32Native(n) + Vector512.Create(127), 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> IfPositive(Vector512<float> x, Vector512<float> a, Vector512<float> b) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Mask(uint first, uint key, uint threshold, Vector512<float> kept)
    {
        Vector512<uint> x = (Vector512.Create(first) + Vector512<uint>.Indices) ^ Vector512.Create(key);
        x ^= x >>> 16;
        x = x * Vector512.Create(DropoutHash.First) + Vector512.Create(DropoutHash.Middle(key));
        x ^= x >>> 13;
        x *= Vector512.Create(DropoutHash.Second);
        x ^= x >>> 16;
        Vector512<float> stays = Vector512.GreaterThanOrEqual(x, Vector512.Create(threshold)).AsSingle();
        return Vector512.ConditionalSelect(stays, kept, Vector512<float>.Zero);
    }
}
