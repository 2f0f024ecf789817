using CollapseLab.Arms;
using Syre.Cpu;

namespace CollapseLab.Experiments.Control;

/// <summary>
/// L(w) = Σ ¼(sᵢ² − aᵢ)², sᵢ = vᵢᵀw with orthonormal vᵢ: it has a mirror across every vᵢ, and the minimum without decay is at |sᵢ| = √aᵢ.
/// </summary>
internal sealed class MirrorObjective
{
    public const int Size = 32;

    // Rounding errors, which grow by up to e to lr·steps, stay far below any displacement.
    private const double LearningRate = 0.05;
    private const int Steps = 500;

    private readonly double[][] _mirrors = new double[Size][];
    private readonly double[] _wanted;
    private readonly long _seed;

    /// <param name="wanted">The aᵢ.</param>
    /// <param name="seed">The seed of the mirrors.</param>
    public MirrorObjective(double[] wanted, long seed)
    {
        (_wanted, _seed) = (wanted, seed);
        for (int i = 0; i < Size; i++)
        {
            double[] mirror = Normal($"mirror {i}", 1);
            // Twice, for what rounding leaves of the others.
            for (int round = 0; round < 2; round++)
            {
                for (int j = 0; j < i; j++)
                    Add(mirror, _mirrors[j], -Dot(mirror, _mirrors[j]));
            }
            double length = Math.Sqrt(Dot(mirror, mirror));
            _mirrors[i] = [.. mirror.Select(x => x / length)];
        }
    }

    /// <summary>Trains by gradient descent.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="strength">γ of the arms that pull, the rate of dropout, the share of coordinates that W-fix fixes.</param>
    /// <param name="isTrapped">Whether the start lies on every second mirror.</param>
    /// <returns>The sᵢ at the end.</returns>
    public double[] Train(Arm arm, double strength, bool isTrapped)
    {
        double deviation = 1 / Math.Sqrt(Size);
        double[] w = Normal("start", deviation), bias = Normal("θ0", arm.Sigma0 * deviation);
        for (int i = 1; isTrapped && i < Size; i += 2)
            Add(w, _mirrors[i], -Dot(w, _mirrors[i]));
        double[] target = arm.Kind == ArmKind.L2Init ? [.. w] : arm.IsSyre ? bias : new double[Size];
        double gamma = arm.Kind is ArmKind.Plain or ArmKind.L2Init || arm.IsSyre ? strength : 0;
        if (arm.Kind is ArmKind.Noise or ArmKind.SyreTheta)
            Add(w, bias, 1);
        int isFixedBelow = arm.Kind == ArmKind.WFix ? (int)Math.Round(strength * Size) : 0;
        Normal("W-fix", 1)[..isFixedBelow].CopyTo(w, 0);
        double dropped = arm.Kind == ArmKind.Dropout ? strength : 0;
        var random = new ElementRandom(_seed, "dropout");
        for (int step = 0; step < Steps; step++)
        {
            double[] factor = [.. Enumerable.Range(0, Size).Select(i =>
                dropped == 0 ? 1 : random.Uniform((long)step * Size + i) < dropped ? 0 : 1 / (1 - dropped))];
            double[] seen = [.. w.Zip(factor, (x, f) => x * f)], gradient = new double[Size];
            for (int i = 0; i < Size; i++)
            {
                double s = Dot(_mirrors[i], seen);
                Add(gradient, _mirrors[i], s * (s * s - _wanted[i]));
            }
            for (int i = isFixedBelow; i < Size; i++)
                w[i] -= LearningRate * (gradient[i] * factor[i] + 2 * gamma * (w[i] - target[i]));
        }
        return [.. _mirrors.Select(mirror => Dot(mirror, w))];
    }

    /// <summary>L over its value at w = 0.</summary>
    public double Loss(double[] s) => s.Zip(_wanted, (x, a) => (x * x - a) * (x * x - a)).Sum() / _wanted.Sum(a => a * a);

    private double[] Normal(string name, double deviation)
    {
        float[] values = new float[Size];
        new ElementRandom(_seed, name).FillNormal(values, 0, deviation);
        return [.. values.Select(value => (double)value)];
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static void Add(double[] to, double[] what, double factor)
    {
        for (int i = 0; i < to.Length; i++)
            to[i] += factor * what[i];
    }
}
