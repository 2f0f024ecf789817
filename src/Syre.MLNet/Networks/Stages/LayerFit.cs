using Syre.Cpu;

namespace Syre.MLNet.Networks.Stages;

/// <summary>
/// How a layer is fitted to what reaches it, as RealMLP does (arXiv 2407.04491): each neuron's weights are scaled so that its sum has
/// deviation 1 over some rows, and its bias is minus a random convex mix of five of those sums, so that its kink lies among the data.
/// In double precision and a fixed order: the same sums give the same fit on every machine.
/// </summary>
/// <param name="Factors">What each neuron's weights are multiplied by.</param>
/// <param name="Biases">Each neuron's bias.</param>
internal readonly record struct LayerFit(float[] Factors, float[] Biases)
{
    private const int Mixed = 5;

    /// <summary>Neurons whose sums differ less are not scaled.</summary>
    private const double LeastDeviation = 1e-6;

    /// <summary>The fit to some sums.</summary>
    /// <param name="sums">The neurons' sums with zero bias, <c>[rows, neurons]</c>, row after row; at least one row.</param>
    /// <param name="neurons">The number of neurons.</param>
    /// <param name="random">Random numbers.</param>
    public static LayerFit To(ReadOnlySpan<float> sums, int neurons, ElementRandom random)
    {
        int rows = sums.Length / neurons;
        double[] deviations = Deviations(sums, neurons);
        var fit = new LayerFit(new float[neurons], new float[neurons]);
        for (int neuron = 0; neuron < neurons; neuron++)
        {
            fit.Factors[neuron] = deviations[neuron] > LeastDeviation ? (float)(1 / deviations[neuron]) : 1;
            double mix = 0, shares = 0;
            for (int k = 0; k < Mixed; k++)
            {
                long draw = 2L * (neuron * Mixed + k);
                int row = Math.Min(rows - 1, (int)(random.Uniform(draw) * rows));
                double share = -PortableMath.Log(1 - random.Uniform(draw + 1));
                mix += share * sums[row * neurons + neuron];
                shares += share;
            }
            fit.Biases[neuron] = (float)(-(mix / shares) * fit.Factors[neuron]);
        }
        return fit;
    }

    private static double[] Deviations(ReadOnlySpan<float> sums, int neurons)
    {
        int rows = sums.Length / neurons;
        var means = new double[neurons];
        var squares = new double[neurons];
        for (int at = 0; at < sums.Length; at += neurons)
        {
            for (int neuron = 0; neuron < neurons; neuron++)
                means[neuron] += sums[at + neuron];
        }
        for (int neuron = 0; neuron < neurons; neuron++)
            means[neuron] /= rows;
        for (int at = 0; at < sums.Length; at += neurons)
        {
            for (int neuron = 0; neuron < neurons; neuron++)
            {
                double difference = sums[at + neuron] - means[neuron];
                squares[neuron] += difference * difference;
            }
        }
        return Array.ConvertAll(squares, sum => Math.Sqrt(sum / rows));
    }
}
