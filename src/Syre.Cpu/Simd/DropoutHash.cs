using System.Numerics;

namespace Syre.Cpu.Simd;

/// <summary>
/// The hash that dropout masks come of: the finaliser of MurmurHash3 (Appleby), keyed before and in the middle. An element is dropped where
/// the hash of its number is below a threshold, so that any thread can draw any element.
/// </summary>
internal static class DropoutHash
{
    public const uint First = 0x85ebca6b, Second = 0xc2b2ae35;

    /// <summary>What is added between both multiplications.</summary>
    public static uint Middle(uint key) => BitOperations.RotateLeft(key, 15);

    /// <summary>The hash of a number.</summary>
    public static uint Of(uint number, uint key)
    {
        uint x = number ^ key;
        x ^= x >> 16;
        x = x * First + Middle(key);
        x ^= x >> 13;
        x *= Second;
        return x ^ x >> 16;
    }
}
