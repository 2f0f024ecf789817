using Syre.Cpu;

namespace Syre.MLNet.Objectives;

/// <summary>
/// The one number that logits are divided by so that their probabilities are as true as that can make them (temperature scaling: Guo et al.
/// 2017, arXiv 1706.04599, section 4.2). Ranks and likeliest classes stay as they are.
/// </summary>
internal static class Temperature
{
    /// <summary>
    /// Deviation of the logarithm of the temperature before any row was seen: few rows, or rows that are all right, move it little.
    /// </summary>
    private const double PriorDeviation = 0.5;

    /// <summary>
    /// How many rows of any class whatever are counted beside those seen: n rows that are all right do not say that errors are rarer than
    /// one in 2n (Jeffreys's prior of a share). It matters where few texts are held back (tests/Syre.Studies/results/texts.md).
    /// </summary>
    private const double DoubtedRows = 0.5;

    private const double Largest = 20, Precision = 1e-6;
    private const int MostSteps = 40;

    /// <summary>The temperature of these outputs: the most probable one, of a logarithm with a normal distribution around 0.</summary>
    /// <param name="outputs">Logits, row after row.</param>
    /// <param name="labels">The class of each row, or 0 and 1 for one logit.</param>
    /// <param name="weights">A weight of each row, of whatever unit; empty for ones. Rows that weigh nothing do not count.</param>
    /// <returns>From 1/20 to 20; 1 where there is nothing to tell.</returns>
    public static double Fit(ReadOnlySpan<float> outputs, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights)
    {
        int classes = labels.IsEmpty ? 1 : outputs.Length / labels.Length;
        (int counted, double unit) = Rows(labels.Length, weights);
        double doubt = DoubtedRows / (counted + DoubtedRows);
        // The derivative by the logarithm of the inverse rises through 0 once: the prior's grows without end, the loss's changes sign once.
        double low = -PortableMath.Log(Largest), high = PortableMath.Log(Largest), log = 0;
        for (int step = 0; step < MostSteps && high - low > Precision; step++)
        {
            (double slope, double curvature) = Derivatives(outputs, labels, weights, unit, classes, log, doubt);
            if (!double.IsFinite(slope))
                return 1;
            (low, high) = slope > 0 ? (low, log) : (log, high);
            double newton = log - slope / curvature;
            if (Math.Abs(newton - log) < Precision)
                break;
            log = curvature > 0 && newton > low && newton < high ? newton : (low + high) / 2;
        }
        return PortableMath.Exp(-log);
    }

    /// <summary>
    /// The rows that weigh something, and their mean weight: the prior is one of rows, and weights that sum up to 1 must not drown in it.
    /// </summary>
    private static (int Counted, double Unit) Rows(int rows, ReadOnlySpan<float> weights)
    {
        int counted = rows - weights.Count(0f);
        double sum = 0;
        foreach (float weight in weights)
            sum += weight;
        return (counted, sum > 0 ? sum / counted : 1);
    }

    /// <summary>First and second derivative of the loss of all rows by the logarithm of the inverse temperature.</summary>
    private static (double Slope, double Curvature) Derivatives(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights, double unit, int classes, double log,
        double doubt)
    {
        double inverse = PortableMath.Exp(log), slope = 0, curvature = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<float> logits = outputs.Slice(row * classes, classes);
            (double mean, double variance, double wanted) = classes == 1
                ? OfOne(logits[0], labels[row], inverse, doubt)
                : OfSeveral(logits, (int)labels[row], inverse, doubt);
            double weight = weights.IsEmpty ? 1 : weights[row] / unit;
            slope += weight * inverse * (mean - wanted);
            curvature += weight * inverse * ((mean - wanted) + inverse * variance);
        }
        double prior = 1 / (PriorDeviation * PriorDeviation);
        return (slope + prior * log, curvature + prior);
    }

    /// <summary>Mean and variance of a row's logit by its probabilities, and its mean by its class and the doubt.</summary>
    private static (double Mean, double Variance, double Wanted) OfOne(double logit, float label, double inverse, double doubt)
    {
        double share = 1 / (1 + PortableMath.Exp(-inverse * logit));
        double wanted = (1 - doubt) * (label > 0.5f ? 1 : 0) + doubt / 2;
        return (share * logit, share * (1 - share) * logit * logit, wanted * logit);
    }

    private static (double Mean, double Variance, double Wanted) OfSeveral(
        ReadOnlySpan<float> logits, int label, double inverse, double doubt)
    {
        double largest = double.NegativeInfinity, total = 0, first = 0, second = 0, sum = 0;
        foreach (float logit in logits)
            largest = Math.Max(largest, logit);
        foreach (float logit in logits)
        {
            double share = PortableMath.Exp(inverse * (logit - largest)), below = logit - largest;
            (total, first, second, sum) = (total + share, first + share * below, second + share * below * below, sum + below);
        }
        double mean = first / total, wanted = (1 - doubt) * (logits[label] - largest) + doubt * sum / logits.Length;
        return (mean, second / total - mean * mean, wanted);
    }
}
