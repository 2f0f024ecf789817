namespace Syre.Cpu.Tests;

/// <summary>Activations and their derivatives in double precision.</summary>
internal static class TextbookActivation
{
    public static (double F, double Df) Of(CpuActivation activation, double x)
    {
        double s = 1 / (1 + Math.Exp(-x));
        switch (activation)
        {
            case CpuActivation.Relu:
                return (Math.Max(0, x), x > 0 ? 1 : 0);
            case CpuActivation.Selu:
                const double scale = 1.0507009873554805, alpha = 1.6732632423543772;
                return x > 0 ? (scale * x, scale) : (scale * alpha * ExpM1(x), scale * alpha * Math.Exp(x));
            case CpuActivation.Mish:
                // tanh(log(1 + eˣ)), without the cancellation where eˣ is small.
                double e = Math.Exp(Math.Min(x, 100)), t = e * (e + 2) / (e * (e + 2) + 2);
                return (x * t, t + x * (1 - t) * (1 + t) * s);
            case CpuActivation.Gelu:
                double phi = Normal(x);
                return (x * phi, phi + x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
            case CpuActivation.Silu:
                return (x * s, s + x * s * (1 - s));
            case CpuActivation.Tanh:
                return (Math.Tanh(x), 1 - Math.Tanh(x) * Math.Tanh(x));
            default:
                return (s, s * (1 - s));
        }
    }

    /// <summary>eˣ − 1 that keeps its digits near 0.</summary>
    public static double ExpM1(double x)
    {
        if (Math.Abs(x) > 0.5)
            return Math.Exp(x) - 1;
        double term = x, sum = x;
        for (int k = 2; k < 20; k++)
            sum += term *= x / k;
        return sum;
    }

    /// <summary>Φ(x): by its series near 0, by its continued fraction in the tails.</summary>
    public static double Normal(double x)
    {
        double density = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
        if (Math.Abs(x) < 3)
        {
            double term = x, sum = x;
            for (int k = 1; k < 80; k++)
                sum += term *= x * x / (2 * k + 1);
            return 0.5 + density * sum;
        }
        double fraction = 0;
        for (int k = 80; k >= 1; k--)
            fraction = k / (Math.Abs(x) + fraction);
        double tail = density / (Math.Abs(x) + fraction);
        return x < 0 ? tail : 1 - tail;
    }
}
