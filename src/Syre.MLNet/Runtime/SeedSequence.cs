namespace Syre.MLNet.Runtime;

/// <summary>Independent seeds for the parts of a training that draw random numbers, all from one.</summary>
internal enum SeedStream
{
    /// <summary>Which rows are held back.</summary>
    Split,

    /// <summary>Initial weights.</summary>
    Weights,

    /// <summary>The order of rows in each epoch.</summary>
    Shuffle,

    /// <summary>Dropout masks.</summary>
    Dropout,

    /// <summary>The static bias θ0.</summary>
    StaticBias,

    /// <summary>Candidates of a tuning.</summary>
    Candidates,

    /// <summary>Draws of latents, and corruptions of rows.</summary>
    Noise,
}

/// <summary>Splits a seed (SplitMix64, Steele et al. 2014).</summary>
internal static class SeedSequence
{
    /// <summary>The seed of one stream.</summary>
    public static long Derive(long seed, SeedStream stream) => (long)(Bits((ulong)seed, (ulong)stream) >> 1);

    /// <summary>The seed of a member of an ensemble: the first has the ensemble's own.</summary>
    public static long OfMember(long seed, int member) =>
        member == 0 ? seed : (long)(Bits((ulong)seed, ~(ulong)member) >> 1);

    /// <summary>64 random bits as a pure function of a key and a counter.</summary>
    public static ulong Bits(ulong key, ulong counter)
    {
        ulong z = unchecked(key + (counter + 1) * 0x9e3779b97f4a7c15ul);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ul;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebul;
        return z ^ (z >> 31);
    }
}
