using CollapseLab.Arms;
using Syre.Cpu;

namespace CollapseLab.Experiments.Reparametrised;

/// <summary>
/// Regression on y = Σ uᵢwᵢxᵢ by stochastic gradient descent, one row a step, in double precision. Each pair has the symmetries
/// (u, w) → (−u, −w) and (cu, w/c); its mirror is (0, 0).
/// </summary>
internal sealed class Products
{
    /// <summary>The standard deviation of initial u and w.</summary>
    public const double Deviation = 0.5;

    private readonly double[] _u, _w, _targetU, _targetW, _strengthU, _strengthW;
    private readonly bool[] _isFixed;
    private readonly double _gamma;

    /// <param name="pairs">Number of pairs.</param>
    /// <param name="arm">The arm.</param>
    /// <param name="gamma">γ.</param>
    /// <param name="seed">The seed.</param>
    public Products(int pairs, Arm arm, double gamma, long seed)
    {
        _u = Normal(pairs, seed, "u", Deviation);
        _w = Normal(pairs, seed, "w", Deviation);
        double[] biasU = Normal(pairs, seed, "θ0 of u", arm.Sigma0 * Deviation);
        double[] biasW = Normal(pairs, seed, "θ0 of w", arm.Sigma0 * Deviation);
        _gamma = arm.Kind is ArmKind.None or ArmKind.Noise or ArmKind.Frozen ? 0 : gamma;
        (_targetU, _targetW) = arm.Kind == ArmKind.L2Init ? ([.. _u], [.. _w])
            : arm.IsSyre ? (biasU, biasW)
            : (new double[pairs], new double[pairs]);
        double spread = arm.Kind == ArmKind.SyreAdvanced ? Math.Max(0.1 * arm.Sigma0 * Deviation, 1e-6) : 0;
        _strengthU = Strengths(pairs, seed, "D of u", spread);
        _strengthW = Strengths(pairs, seed, "D of w", spread);
        _isFixed = new bool[pairs];
        for (int i = 0; i < pairs; i++)
        {
            if (arm.Kind is ArmKind.SyreTheta or ArmKind.Noise)
                (_u[i], _w[i]) = (_u[i] + biasU[i], _w[i] + biasW[i]);
            // W-fix: of every eighth pair w stays what it was.
            _isFixed[i] = arm.Kind == ArmKind.WFix && i % 8 == 0;
        }
    }

    /// <summary>uᵢwᵢ.</summary>
    public double[] Values => [.. _u.Zip(_w, (u, w) => u * w)];

    /// <summary>The length of (uᵢ, wᵢ).</summary>
    public double[] Sizes => [.. _u.Zip(_w, (u, w) => Math.Sqrt(u * u + w * w))];

    /// <summary>A step on one row.</summary>
    public void Step(ReadOnlySpan<double> x, double label, double learningRate)
    {
        double error = -label;
        for (int i = 0; i < _u.Length; i++)
            error += _u[i] * _w[i] * x[i];
        for (int i = 0; i < _u.Length; i++)
        {
            double u = _u[i], w = _w[i];
            _u[i] -= 2 * learningRate * (error * x[i] * w + _gamma * _strengthU[i] * (u - _targetU[i]));
            if (!_isFixed[i])
                _w[i] -= 2 * learningRate * (error * x[i] * u + _gamma * _strengthW[i] * (w - _targetW[i]));
        }
    }

    private static double[] Normal(int count, long seed, string name, double deviation)
    {
        float[] values = new float[count];
        new ElementRandom(seed, name).FillNormal(values, 0, deviation);
        return [.. values.Select(value => (double)value)];
    }

    private static double[] Strengths(int count, long seed, string name, double spread)
    {
        var random = new ElementRandom(seed, name);
        return [.. Enumerable.Range(0, count).Select(i => 1 + spread * (2 * random.Uniform(i) - 1))];
    }
}
