using static TorchSharp.torch;

namespace Syre.Torch.Compacting;

/// <summary>
/// A layer from which units are taken. Those that are gone keep their place, and nothing reads them. Numbers are rounded to single
/// precision as they change, so that compacting the result again finds what was found at the end.
/// </summary>
internal sealed class WorkingLayer
{
    private readonly UnitLayer _layer;
    private readonly bool[] _isGone;
    private readonly UnitSource[] _sources;
    private int _constant, _copies, _unread;

    /// <param name="layer">The layer.</param>
    /// <param name="isFirst">Whether its inputs are no units, so that its weights stay as they are.</param>
    public WorkingLayer(UnitLayer layer, bool isFirst)
    {
        _layer = layer;
        Function = UnitFunction.Of(layer.Activation);
        Weights = isFirst ? [.. layer.Weights] : Copy(layer.Weights);
        Biases = [.. layer.Biases];
        _isGone = new bool[layer.Width];
        _sources = [.. Enumerable.Range(0, layer.Width).Select(unit => new UnitSource(unit, 1, 0))];
        Count = layer.Width;
    }

    private WorkingLayer(WorkingLayer other, bool copiesWeights)
    {
        _layer = other._layer;
        Function = other.Function;
        Weights = copiesWeights ? Copy(other.Weights) : other.Weights;
        Biases = [.. other.Biases];
        _isGone = [.. other._isGone];
        _sources = [.. other._sources];
        (Count, _constant, _copies, _unread) = (other.Count, other._constant, other._copies, other._unread);
    }

    /// <summary>The function after the sums.</summary>
    public UnitFunction Function { get; }

    /// <summary>Weights of each unit, without gain and scale.</summary>
    public float[][] Weights { get; }

    /// <summary>The biases.</summary>
    public float[] Biases { get; }

    /// <summary>What all weights are multiplied by.</summary>
    public double Gain => _layer.Gain;

    /// <summary>Units, those that are gone among them.</summary>
    public int Width => Biases.Length;

    /// <summary>Units that are there.</summary>
    public int Count { get; private set; }

    /// <summary>The units that are there.</summary>
    public IEnumerable<int> Units => Enumerable.Range(0, Width).Where(Has);

    /// <summary>Whether a unit is there.</summary>
    public bool Has(int unit) => !_isGone[unit];

    /// <summary>How much of the function a unit uses.</summary>
    public double Share(int unit) => _layer.Shares?[unit] ?? 1;

    /// <summary>The largest size of the slope of a unit's value by its sum.</summary>
    public double Steepness(int unit) => Function.Steepness(Share(unit));

    /// <summary>A copy.</summary>
    /// <param name="copiesWeights">Whether units of the layer before are to be taken, which changes weights.</param>
    public WorkingLayer Clone(bool copiesWeights) => new(this, copiesWeights);

    /// <summary>Inputs times gain and scale: what the weights are multiplied by.</summary>
    public Box Weighed(Box inputs)
    {
        double Factor(int input) => Gain * (_layer.Scale?[input] ?? 1);
        return new(
            [.. inputs.Centres.Select((centre, input) => centre * Factor(input))],
            [.. inputs.Radii.Select((radius, input) => radius * Math.Abs(Factor(input)))]);
    }

    /// <summary>Bounds of the sums.</summary>
    /// <param name="weighed">Bounds of the inputs, from <see cref="Weighed"/>.</param>
    public Box Sums(Box weighed)
    {
        var sums = new Box(new double[Width], new double[Width]);
        foreach (int unit in Units)
        {
            double centre = Biases[unit], radius = 0;
            float[] weights = Weights[unit];
            for (int input = 0; input < weights.Length; input++)
            {
                centre += weights[input] * weighed.Centres[input];
                radius += Math.Abs(weights[input]) * weighed.Radii[input];
            }
            (sums.Centres[unit], sums.Radii[unit]) = (centre, radius);
        }
        return sums;
    }

    /// <summary>Bounds of the units' values.</summary>
    /// <param name="sums">Bounds of their sums.</param>
    public Box Values(Box sums)
    {
        Box function = Function.Range(sums.Low, sums.High);
        var values = new Box(new double[Width], new double[Width]);
        foreach (int unit in Units)
        {
            double share = Share(unit);
            values.Centres[unit] = (1 - share) * sums.Centres[unit] + share * function.Centres[unit];
            values.Radii[unit] = Math.Abs(1 - share) * sums.Radii[unit] + Math.Abs(share) * function.Radii[unit];
        }
        return values;
    }

    /// <summary>The values of all units, <c>[rows, units]</c> in double precision.</summary>
    /// <param name="inputs">The inputs, <c>[rows, inputs]</c> in double precision; no layer has a scale that has a layer before it.</param>
    public Tensor Values(Tensor inputs)
    {
        double[] weights = [.. Weights.SelectMany(unit => unit.Select(weight => weight * Gain))];
        Tensor matrix = tensor(weights).reshape(Width, -1), biases = tensor(Biases.Select(bias => (double)bias).ToArray());
        Tensor sums = inputs.matmul(matrix.t()).Add(biases), function = Function.Apply(sums);
        return _layer.Shares is not { } shares
            ? function
            : sums.Add((function - sums) * tensor(shares.Select(share => (double)share).ToArray()));
    }

    /// <summary>How far the sum of one unit can be from factor × another's, as far as it matters.</summary>
    /// <param name="one">The one.</param>
    /// <param name="other">The other.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="weighed">Bounds of the inputs, from <see cref="Weighed"/>.</param>
    /// <param name="limit">Above this any number does.</param>
    public double Distance(int one, int other, double factor, Box weighed, double limit)
    {
        float[] first = Weights[one], second = Weights[other];
        double centre = Biases[one] - factor * Biases[other], radius = 0;
        for (int input = 0; input < first.Length && radius <= limit; input++)
        {
            double difference = first[input] - factor * second[input];
            centre += difference * weighed.Centres[input];
            radius += Math.Abs(difference) * weighed.Radii[input];
        }
        return radius > limit ? radius : Math.Abs(centre) + radius;
    }

    /// <summary>Takes a unit out, in whose place the layer after it reads factor × another unit + offset.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="place">What stands for it.</param>
    /// <param name="next">The layer after this.</param>
    public void Take(int unit, Replacement place, WorkingLayer next)
    {
        for (int reader = 0; reader < next.Width; reader++)
        {
            float[] weights = next.Weights[reader];
            if (weights[unit] is not 0 and var weight)
            {
                if (place.Factor != 0)
                    weights[place.Unit] = (float)(weights[place.Unit] + place.Factor * weight);
                next.Biases[reader] = (float)(next.Biases[reader] + place.Offset * next.Gain * weight);
                weights[unit] = 0;
            }
        }
        Remove(unit, place);
    }

    /// <summary>Notes that a unit is gone.</summary>
    /// <param name="unit">The unit, which no weight reads any more.</param>
    /// <param name="place">What shows it from now on.</param>
    public void Remove(int unit, Replacement place)
    {
        for (int i = 0; i < Width; i++)
        {
            if (_sources[i] is var source && source.Unit == unit)
            {
                _sources[i] = new UnitSource(
                    place.Unit, (float)(source.Factor * place.Factor), (float)(source.Offset + source.Factor * place.Offset));
            }
        }
        _isGone[unit] = true;
        Count--;
        _ = place.Kind switch
        {
            ReplacementKind.Unread => _unread++,
            ReplacementKind.Constant => _constant++,
            _ => _copies++,
        };
    }

    /// <summary>What was taken out.</summary>
    public CompactedLayer Removed() => new(_layer.Name, Width, Count, _constant, _copies, _unread);

    /// <summary>The layer without what is gone.</summary>
    /// <param name="inputs">Inputs that are there; null for all.</param>
    public UnitLayer Result(IReadOnlyList<int>? inputs)
    {
        int[] units = [.. Units];
        float[] Inputs(float[] weights) => inputs is null ? weights : [.. inputs.Select(input => weights[input])];
        return _layer with
        {
            Weights = [.. units.Select(unit => Inputs(Weights[unit]))],
            Biases = [.. units.Select(unit => Biases[unit])],
            Shares = _layer.Shares is { } shares ? [.. units.Select(unit => shares[unit])] : null,
            Sources = Compose(_layer.Sources, [.. _sources.Select(source => source with { Unit = Array.IndexOf(units, source.Unit) })]),
        };
    }

    /// <summary>The sources of the units that there were before an earlier compaction.</summary>
    private static IReadOnlyList<UnitSource> Compose(IReadOnlyList<UnitSource> before, IReadOnlyList<UnitSource> now) => before.Count == 0
        ? now
        : [.. before.Select(source => now[source.Unit] is var then
            ? new UnitSource(then.Unit, source.Factor * then.Factor, source.Offset + source.Factor * then.Offset)
            : default)];

    private static float[][] Copy(IReadOnlyList<float[]> weights) => [.. weights.Select(one => (float[])one.Clone())];
}
