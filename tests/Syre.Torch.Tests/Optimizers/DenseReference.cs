using Syre.Torch.Decay;

namespace Syre.Torch.Tests.Optimizers;

/// <summary>
/// The dense form in double precision, written down from its definition: every row is pulled in every step; moments and update only where
/// the gradient has the row.
/// </summary>
internal sealed class DenseReference
{
    private readonly double[] weights, first, second, target, strength;
    private readonly int width;
    private readonly bool adam;
    private int step;

    public DenseReference(Table table, SyreOptions options, bool adam)
    {
        options = SyreOptions.ForOptimizer(options);
        (width, this.adam) = (table.Width, adam);
        int length = table.Initial.Length;
        weights = Array.ConvertAll(table.Initial, x => (double)x);
        (first, second, target, strength) = (new double[length], new double[length], new double[length], new double[length]);
        Array.Fill(strength, options.Mode == DecayMode.None ? 0 : 1);
        double sigma0 = options.Sigma0!.Value * InitialScale.Of(table.Parameter);
        var random = new StaticBias(options.Seed!.Value, "table");
        var drawn = new float[length];
        if (options.Mode is DecayMode.Syre or DecayMode.SyreAdvanced)
            random.FillNormal(drawn, 0, sigma0);
        else if (options.Mode == DecayMode.L2Init)
            table.Initial.CopyTo(drawn, 0);
        target = Array.ConvertAll(drawn, x => (double)x);
        if (options.Mode != DecayMode.SyreAdvanced)
            return;
        random.FillUniform(drawn, 0, options.Anisotropy ?? 0.1 * sigma0);
        strength = Array.ConvertAll(drawn, xi => 1.0 + xi);
    }

    public float[] Values => Array.ConvertAll(weights, x => (float)x);

    public void Step(double lr, double decay, long[] rows, float[] dense)
    {
        step++;
        for (int i = 0; i < weights.Length; i++)
            weights[i] -= lr * decay * strength[i] * (weights[i] - target[i]);
        foreach (long row in rows.Distinct())
            for (int i = (int)row * width; i < (row + 1) * width; i++)
            {
                double gradient = dense[i];
                if (!adam)
                {
                    first[i] = step == 1 ? gradient : 0.9 * first[i] + gradient;
                    weights[i] -= lr * first[i];
                    continue;
                }
                first[i] = 0.9 * first[i] + 0.1 * gradient;
                second[i] = 0.999 * second[i] + 0.001 * gradient * gradient;
                double mean = first[i] / (1 - Math.Pow(0.9, step)), square = second[i] / (1 - Math.Pow(0.999, step));
                weights[i] -= lr * mean / (Math.Sqrt(square) + 1e-8);
            }
    }
}
