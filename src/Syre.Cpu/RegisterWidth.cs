using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Syre.Cpu;

/// <summary>How wide the registers are that the engine computes with. The bits of a result do not depend on it.</summary>
public enum RegisterWidth
{
    /// <summary>128 bits: 4 floats.</summary>
    Bits128 = 128,

    /// <summary>256 bits: 8 floats.</summary>
    Bits256 = 256,

    /// <summary>512 bits: 16 floats.</summary>
    Bits512 = 512,
}

/// <summary>What this processor has for the engine.</summary>
public static class CpuSupport
{
    /// <summary>
    /// Whether a·b + c is one instruction. Without, the engine would take minutes where it takes a second, and does not run.
    /// </summary>
    public static bool HasFusedMultiplyAdd => Fma.IsSupported || AdvSimd.Arm64.IsSupported;

    /// <summary>
    /// The widest registers that are fast here. It follows the runtime, so that <c>DOTNET_EnableAVX512=0</c> gives 256 bits.
    /// </summary>
    public static RegisterWidth Widest =>
        Vector512.IsHardwareAccelerated ? RegisterWidth.Bits512
        : Vector256.IsHardwareAccelerated ? RegisterWidth.Bits256
        : RegisterWidth.Bits128;
}
