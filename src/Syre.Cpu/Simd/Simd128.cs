using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Syre.Cpu.Simd;

/// <summary>Registers of 128 bits: Arm's NEON, or what x64 has of them.</summary>
internal readonly unsafe struct Simd128 : ISimd<Vector128<float>>
{
    public static int Count => 4;

    public static int PanelVectors => AdvSimd.IsSupported ? 4 : 2;

    public static Vector128<float> Load(float* p) => Vector128.Load(p);

    public static void Store(Vector128<float> v, float* p) => Vector128.Store(v, p);

    public static Vector128<float> Set(float x) => Vector128.Create(x);

    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    public static Vector128<float> Sub(Vector128<float> a, Vector128<float> b) => a - b;

    public static Vector128<float> Mul(Vector128<float> a, Vector128<float> b) => a * b;

    public static Vector128<float> Div(Vector128<float> a, Vector128<float> b) => a / b;

    public static Vector128<float> Sqrt(Vector128<float> a) => Vector128.Sqrt(a);

    public static Vector128<float> Min(Vector128<float> a, Vector128<float> b) => Vector128.MinNative(a, b);

    public static Vector128<float> Max(Vector128<float> a, Vector128<float> b) => Vector128.MaxNative(a, b);

    public static Vector128<float> Fma(Vector128<float> a, Vector128<float> b, Vector128<float> c) => Vector128.FusedMultiplyAdd(a, b, c);

    public static Vector128<float> Round(Vector128<float> a) => Vector128.Round(a);

    public static Vector128<float> Abs(Vector128<float> a) => Vector128.Abs(a);

    public static Vector128<float> Signed(Vector128<float> size, Vector128<float> sign) => Vector128.CopySign(size, sign);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Pow2(Vector128<float> n) =>
        Vector128.ShiftLeft(Vector128.ConvertToInt32Native(n) + Vector128.Create(127), 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> IfPositive(Vector128<float> x, Vector128<float> a, Vector128<float> b) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(x, Vector128<float>.Zero), a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Mask(uint first, uint key, uint threshold, Vector128<float> kept)
    {
        Vector128<uint> x = (Vector128.Create(first) + Vector128<uint>.Indices) ^ Vector128.Create(key);
        x ^= x >>> 16;
        x = x * Vector128.Create(DropoutHash.First) + Vector128.Create(DropoutHash.Middle(key));
        x ^= x >>> 13;
        x *= Vector128.Create(DropoutHash.Second);
        x ^= x >>> 16;
        Vector128<float> stays = Vector128.GreaterThanOrEqual(x, Vector128.Create(threshold)).AsSingle();
        return Vector128.ConditionalSelect(stays, kept, Vector128<float>.Zero);
    }
}
