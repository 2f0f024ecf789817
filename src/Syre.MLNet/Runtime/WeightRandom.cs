using Syre.Cpu;

namespace Syre.MLNet.Runtime;

/// <summary>The random numbers of a network's first weights, by the name of the parameter: the same on every machine and device.</summary>
internal readonly struct WeightRandom
{
    private readonly long _seed;
    private readonly string _path;

    /// <param name="seed">Any number.</param>
    public WeightRandom(long seed)
        : this(seed, "first weights: ") // which no θ0 of this seed has in its name
    {
    }

    private WeightRandom(long seed, string path) => (_seed, _path) = (seed, path);

    /// <summary>Those of a module within.</summary>
    public WeightRandom In(string module) => new(_seed, $"{_path}{module}.");

    /// <summary>Those of one parameter.</summary>
    public ElementRandom Of(string parameter) => new(_seed, _path + parameter);
}
