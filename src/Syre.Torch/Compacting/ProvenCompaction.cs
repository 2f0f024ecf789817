namespace Syre.Torch.Compacting;

/// <summary>Takes out units of which the weights prove that no output changes by more than rounding, or than a tolerance.</summary>
/// <param name="stack">The layers.</param>
/// <param name="inputs">Bounds of the inputs.</param>
/// <param name="tolerance">How far all that is taken out beyond rounding may move an output.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class ProvenCompaction(WorkingStack stack, Box inputs, double tolerance, CancellationToken cancellation)
{
    private double _spent;

    /// <summary>How far outputs can be from what they were.</summary>
    public double Bound { get; private set; }

    /// <summary>Takes out all that can go.</summary>
    public void Run()
    {
        while (Pass())
        {
        }
    }

    /// <summary>Goes through all layers once; whether a unit went.</summary>
    private bool Pass()
    {
        bool isSmaller = false;
        Box box = inputs;
        for (int at = 0; at < stack.Hidden; at++)
        {
            Box weighed = stack[at].Weighed(box), sums = stack[at].Sums(weighed);
            Box values = stack[at].Values(sums);
            isSmaller |= Reduce(at, weighed, sums, values);
            box = values;
        }
        return isSmaller;
    }

    private bool Reduce(int at, Box weighed, Box sums, Box values)
    {
        WorkingLayer layer = stack[at];
        Func<int, double> influence = stack.Influence(at);
        // What stands for a unit that nothing reads, so that whoever shows it shows a likely number.
        double[] middle = layer.Values(sums with { Radii = new double[layer.Width] }).Centres;
        int before = layer.Count;
        // From the last, so that of copies the first stays.
        for (int unit = layer.Width - 1; unit >= 0 && layer.Count > 1; unit--)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!layer.Has(unit))
                continue;
            double reach = influence(unit);
            double limit = Math.Max(UnitCompaction.Rounding, tolerance - _spent) / reach;
            Replacement place = reach == 0
                ? new(ReplacementKind.Unread, layer.Units.First(other => other != unit), 0, middle[unit], 0)
                : Best(layer, unit, weighed, sums, values, limit);
            double cost = place.Error * reach;
            if (!(cost <= UnitCompaction.Rounding || cost <= tolerance - _spent))
                continue;
            layer.Take(unit, place, stack[at + 1]);
            // No range of what it stands for, where nothing reads it.
            (values.Centres[unit], values.Radii[unit]) = (0, 0);
            _spent += cost <= UnitCompaction.Rounding ? 0 : cost;
            Bound += cost;
        }
        return layer.Count < before;
    }

    /// <summary>What is nearest to a unit, as far as it is within the limit.</summary>
    private static Replacement Best(WorkingLayer layer, int unit, Box weighed, Box sums, Box values, double limit)
    {
        double centre = values.Centres[unit];
        int any = layer.Units.First(other => other != unit);
        var best = new Replacement(ReplacementKind.Constant, any, 0, centre, values.Radii[unit]);
        foreach (int other in layer.Units)
        {
            if (other == unit || best.Error == 0)
                continue;
            foreach (double factor in Factors(layer, unit, other))
            {
                double steepness = layer.Steepness(unit), most = Math.Min(best.Error, limit);
                double error = steepness * layer.Distance(unit, other, factor, weighed, most / steepness);
                // |f(z) − z| is at most |f(z)| + |z|.
                double shares = Math.Abs(layer.Share(unit) - layer.Share(other));
                if (shares > 0)
                    error += shares * Math.Abs(factor) * (1 + layer.Function.LargestSlope) * (sums.Size(other) + 1);
                if (error < best.Error)
                    best = new Replacement(ReplacementKind.Copy, other, factor, 0, error);
            }
        }
        return best;
    }

    /// <summary>Multiples of another unit's sum that its function carries over to its value.</summary>
    private static IEnumerable<double> Factors(WorkingLayer layer, int unit, int other)
    {
        if (layer.Function.IsHomogeneous)
        {
            double own = Size(layer.Weights[unit]), others = Size(layer.Weights[other]);
            if (own > 0 && others > 0)
                yield return own / others;
        }
        else
        {
            yield return 1;
        }
        if (layer.Function.IsOdd)
            yield return -1;
    }

    private static double Size(float[] weights)
    {
        double sum = 0;
        foreach (float weight in weights)
            sum += Math.Abs(weight);
        return sum;
    }
}
