using CollapseLab.Engine;
using Syre.Cpu;

namespace CollapseLab.Experiments.Trap;

/// <summary>A student of whose units some start as copies of the first.</summary>
internal static class TwinUnits
{
    public const int Teachers = 6, Hidden = 24;
    public const double Lambda = 0.002;

    public static Measured Run(Trial trial)
    {
        int steps = trial.IsQuick ? 5000 : 15000, same = (int)Math.Round(trial.Setting.X * Hidden);
        (float[] features, float[] labels) = Student.Lessons(trial.Seed, Teachers);
        using LabNetwork network = Student.Create(trial, Hidden, Lambda, (name, values) => MakeSame(name, values, same));
        using var rows = new CpuRows(features, Student.Inputs, labels);
        List<double> times = [], losses = [], distances = [];
        for (int step = 1, next = 10; step <= steps; step++)
        {
            double loss = network.Step(rows, 0, Student.Rows);
            if (step != next && step != steps)
                continue;
            times.Add(step);
            losses.Add(loss);
            distances.Add(Distance(network, same));
            next = (int)(next * 1.4);
        }
        var values = new Dictionary<string, double>
        {
            ["loss"] = losses[^1], ["erank"] = network.Ranks(features, 0).EffectiveRank,
        };
        if (same > 1)
            values["distance"] = distances[^1];
        return new Measured
        {
            Values = values,
            Curves = new Dictionary<string, Curve> { ["loss"] = new(times, losses), ["distance"] = new(times, distances) },
        };
    }

    /// <summary>Makes the first units copies of the very first, in their weights in and out.</summary>
    private static void MakeSame(string name, Span<float> values, int same)
    {
        if (name == "layers.1.bias")
            return;
        for (int i = 0; i < values.Length; i++)
        {
            if (i % Hidden < same)
                values[i] = values[i / Hidden * Hidden];
        }
    }

    /// <summary>The least distance of two of the first units over the root mean square of their sizes, weights in and out.</summary>
    private static double Distance(LabNetwork network, int same)
    {
        if (same < 2)
            return double.NaN;
        double[][] units = [.. Enumerable.Range(0, same)
            .Select(unit => new[] { network.Weights[0], network.Biases[0], network.Weights[1] }
                .SelectMany(parameter => Enumerable.Range(0, parameter.Values.Length / Hidden)
                    .Select(row => (double)parameter.Values[row * Hidden + unit]))
                .ToArray())];
        double size = Math.Sqrt(units.Average(unit => unit.Sum(x => x * x)));
        double least = double.PositiveInfinity;
        for (int i = 0; i < same; i++)
        {
            for (int j = 0; j < i; j++)
                least = Math.Min(least, Math.Sqrt(units[i].Zip(units[j], (a, b) => (a - b) * (a - b)).Sum()));
        }
        return least / size;
    }
}
