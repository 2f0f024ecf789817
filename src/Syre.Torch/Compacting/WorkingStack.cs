using static TorchSharp.torch;

namespace Syre.Torch.Compacting;

/// <summary>Layers one after the other, from the first hidden one to that of the outputs.</summary>
internal sealed class WorkingStack
{
    private readonly IReadOnlyList<UnitLayer> _given;
    private readonly WorkingLayer[] _layers;

    /// <param name="layers">The layers.</param>
    public WorkingStack(IReadOnlyList<UnitLayer> layers) =>
        (_given, _layers) = (layers, [.. layers.Select((layer, at) => new WorkingLayer(layer, isFirst: at == 0))]);

    private WorkingStack(IReadOnlyList<UnitLayer> given, WorkingLayer[] layers) => (_given, _layers) = (given, layers);

    /// <summary>Number of hidden layers.</summary>
    public int Hidden => _layers.Length - 1;

    /// <summary>A layer.</summary>
    public WorkingLayer this[int at] => _layers[at];

    /// <summary>A copy of which units can be taken from one hidden layer; the rest is shared.</summary>
    public WorkingStack CloneAt(int at)
    {
        WorkingLayer[] layers = [.. _layers];
        (layers[at], layers[at + 1]) = (layers[at].Clone(copiesWeights: false), layers[at + 1].Clone(copiesWeights: true));
        return new(_given, layers);
    }

    /// <summary>
    /// For each output and each unit of a hidden layer, how far the output moves at most when the unit's value moves by 1: the product of
    /// the sizes of all weights and slopes between them.
    /// </summary>
    /// <param name="at">The hidden layer.</param>
    /// <returns>A function of the unit, which reads the present weights after it: the most over all outputs.</returns>
    public Func<int, double> Influence(int at)
    {
        // [outputs][sums of the layer after]
        double[][] reach = [.. Enumerable.Range(0, _layers[^1].Width).Select(output =>
            Enumerable.Range(0, _layers[^1].Width).Select(sum => sum == output ? 1.0 : 0).ToArray())];
        for (int layer = _layers.Length - 1; layer > at + 1; layer--)
        {
            WorkingLayer below = _layers[layer - 1];
            Func<int, double[]> through = Through(_layers[layer], reach);
            var next = new double[reach.Length][];
            double[][] units = [.. Enumerable.Range(0, below.Width).Select(through)];
            for (int output = 0; output < reach.Length; output++)
                next[output] = [.. units.Select((sizes, unit) => sizes[output] * below.Steepness(unit))];
            reach = next;
        }
        Func<int, double[]> last = Through(_layers[at + 1], reach);
        return unit => last(unit).Max();
    }

    /// <summary>What the layers after a hidden one make of its units' values, <c>[rows, units]</c>, up to another.</summary>
    /// <param name="values">The values, those of units that are gone among them.</param>
    /// <param name="from">The hidden layer.</param>
    /// <param name="to">The other layer.</param>
    public Tensor Values(Tensor values, int from, int to)
    {
        for (int at = from + 1; at <= to; at++)
            values = _layers[at].Values(values);
        return values;
    }

    /// <summary>The layers without what is gone.</summary>
    /// <param name="bound">How far outputs can be from what they were.</param>
    public CompactedUnits Result(double bound)
    {
        CompactedLayer[] removed = [.. _layers[..^1].Select(layer => layer.Removed())];
        if (removed.All(layer => layer.UnitsAfter == layer.UnitsBefore))
            return new CompactedUnits(_given, removed, 0);
        UnitLayer[] layers = [.. _layers.Select((layer, at) => layer.Result(at == 0 ? null : [.. _layers[at - 1].Units]))];
        layers[^1] = layers[^1] with { Sources = [] };
        return new CompactedUnits(layers, removed, bound);
    }

    private static Func<int, double[]> Through(WorkingLayer reader, double[][] reach) => unit =>
    {
        var sizes = new double[reach.Length];
        for (int sum = 0; sum < reader.Width; sum++)
        {
            if (Math.Abs(reader.Weights[sum][unit]) * reader.Gain is not 0 and var weight)
            {
                for (int output = 0; output < sizes.Length; output++)
                    sizes[output] += reach[output][sum] * weight;
            }
        }
        return sizes;
    };
}
