using Syre.Cpu;

namespace Syre.MLNet.Runtime;

/// <summary>
/// Draws dropout masks, those of the CPU engine (<see cref="Dropout"/>): 0 with the given probability, else 1/(1 − probability). The values
/// depend on the seed, the step and how many were drawn before in it, not on the processor.
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
        Dropout.Of(_key, probability).Fill(mask, _counter);
        _counter += (uint)mask.Length;
    }
}
