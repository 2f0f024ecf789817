using System.Numerics;
using System.Runtime.InteropServices;

namespace Syre.MLNet.Runtime;

/// <summary>
/// Draws dropout masks: 0 with the given probability, else 1/(1 − probability). A counter run through an integer hash, eight or more at a
/// time. The values depend on the seed, the step and how many were drawn before in it, not on the processor.
/// </summary>
internal sealed class MaskGenerator
{
    private readonly long _seed;
    private uint _key;
    private uint _counter;

    /// <param name="seed">Any number.</param>
    public MaskGenerator(long seed)
    {
        _seed = seed;
        Begin(0);
    }

    /// <summary>Begins the masks of a step.</summary>
    public void Begin(long step) => (_key, _counter) = (Key(_seed, step), 0);

    /// <summary>What a step's masks are hashed with.</summary>
    public static uint Key(long seed, long step)
    {
        ulong bits = SeedSequence.Bits((ulong)seed, (ulong)step);
        return (uint)(bits ^ (bits >> 32));
    }

    /// <summary>Fills <paramref name="mask"/>.</summary>
    public void Fill(Span<float> mask, double probability)
    {
        var threshold = (uint)Math.Round(probability * uint.MaxValue);
        float kept = (float)(1 / (1 - probability));
        Span<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(mask);
        var step = new Vector<uint>((uint)Vector<uint>.Count);
        Vector<uint> counter = Vector.CreateSequence(_counter, 1u);
        for (int i = 0; i < vectors.Length; i++, counter += step)
        {
            vectors[i] = Vector.ConditionalSelect(
                Vector.GreaterThanOrEqual(Hash(counter, _key), new Vector<uint>(threshold)).As<uint, float>(),
                new Vector<float>(kept), Vector<float>.Zero);
        }

        _counter += (uint)(vectors.Length * Vector<float>.Count);

        for (int i = vectors.Length * Vector<float>.Count; i < mask.Length; i++)
            mask[i] = Hash(new Vector<uint>(_counter++), _key)[0] >= threshold ? kept : 0;
    }

    /// <summary>An integer hash with full avalanche (the finaliser of MurmurHash3, Appleby), keyed before and in the middle.</summary>
    private static Vector<uint> Hash(Vector<uint> x, uint key)
    {
        x ^= new Vector<uint>(key);
        x ^= x >>> 16;
        x *= new Vector<uint>(0x85ebca6b);
        x += new Vector<uint>(BitOperations.RotateLeft(key, 15));
        x ^= x >>> 13;
        x *= new Vector<uint>(0xc2b2ae35);
        x ^= x >>> 16;
        return x;
    }
}
