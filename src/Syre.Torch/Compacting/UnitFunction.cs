using static TorchSharp.torch;

namespace Syre.Torch.Compacting;

/// <summary>What is known of an activation.</summary>
/// <param name="LeastSlope">No slope is smaller.</param>
/// <param name="LargestSlope">No slope is larger.</param>
/// <param name="Lowest">Where it is least, for a function that falls before and rises after; null for one that never falls.</param>
/// <param name="IsHomogeneous">Whether f(αx) = αf(x) for every α ≥ 0.</param>
/// <param name="IsOdd">Whether f(−x) = −f(x).</param>
internal sealed record UnitFunction(
    double LeastSlope, double LargestSlope, double? Lowest = null, bool IsHomogeneous = false, bool IsOdd = false)
{
    private UnitActivation _activation;

    /// <summary>That of an activation.</summary>
    public static UnitFunction Of(UnitActivation activation)
    {
        UnitFunction function = activation switch
        {
            UnitActivation.Identity => new(1, 1, IsHomogeneous: true, IsOdd: true),
            UnitActivation.Relu => new(0, 1, IsHomogeneous: true),
            UnitActivation.Selu => new(0, 1.7580994),
            // Slopes and places of the least value to as many digits as stand here, slopes rounded outwards.
            UnitActivation.Mish => new(-0.11253, 1.0885, -1.19243),
            UnitActivation.Gelu => new(-0.12891, 1.12891, -0.75179),
            UnitActivation.Silu => new(-0.09984, 1.09984, -1.27846),
            UnitActivation.Tanh => new(0, 1, IsOdd: true),
            UnitActivation.Sigmoid => new(0, 0.25),
            _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, null),
        };
        return function with { _activation = activation };
    }

    /// <summary>The largest size of a slope of z + share · (f(z) − z).</summary>
    public double Steepness(double share) =>
        Math.Max(Math.Abs(1 - share + share * LeastSlope), Math.Abs(1 - share + share * LargestSlope));

    /// <summary>f, number by number.</summary>
    public Tensor Apply(Tensor sums) => _activation switch
    {
        UnitActivation.Identity => sums,
        UnitActivation.Relu => nn.functional.relu(sums),
        UnitActivation.Selu => nn.functional.selu(sums),
        UnitActivation.Mish => sums.mul(sums.neg().log_sigmoid().neg().tanh()),
        UnitActivation.Gelu => nn.functional.gelu(sums),
        UnitActivation.Silu => nn.functional.silu(sums),
        UnitActivation.Tanh => sums.tanh(),
        _ => sums.sigmoid(),
    };

    /// <summary>Bounds of f within bounds of its argument, number by number.</summary>
    public Box Range(double[] low, double[] high)
    {
        using var scope = NewDisposeScope();
        double[] atLow = Apply(low), atHigh = Apply(high), least = Lowest is { } place ? Apply([place]) : [];
        var lows = new double[low.Length];
        for (int i = 0; i < lows.Length; i++)
            lows[i] = low[i] < Lowest && high[i] > Lowest ? least[0] : Math.Min(atLow[i], atHigh[i]);
        return Box.Between(lows, [.. atLow.Zip(atHigh, Math.Max)]);
    }

    private double[] Apply(double[] sums) => Numbers.Host.Doubles(Apply(tensor(sums)));
}
