using Syre.Cpu;
using Syre.Torch.Decay;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Tests.Theory;

/// <summary>The gradient of the penalty, as a function of φ.</summary>
internal delegate double[] PullForce(double[] phi);

/// <summary>
/// The pull as the optimizer really exerts it: a step with zero gradient and lr·λ = 1, from any φ. Its force is the gradient of
/// γ(φ − θ0)ᵀD(φ − θ0) with γ = λ/2, which a theory test compares with the paper's. The CPU engine's way of updating must exert the same,
/// bit for bit: so what is tested here holds of both.
/// </summary>
internal sealed class MeasuredPull : IDisposable
{
    private readonly Parameter _parameter;
    private readonly SyreSgd _optimizer;
    private readonly PieceByPiece _pieces;

    public MeasuredPull(int dimension, SyreOptions options)
    {
        options = SyreOptions.ForOptimizer(options, new Violations());
        (double decay, long seed) = (options.WeightDecay!.Value, options.Seed!.Value);
        var random = new Random((int)seed);
        _parameter = new Parameter(tensor(Enumerable.Range(0, dimension).Select(_ => (float)random.NextDouble()).ToArray()));
        Gamma = decay / 2;
        Sigma0 = options.Sigma0!.Value * InitialScale.Of(_parameter);
        _optimizer = new SyreSgd([("phi", _parameter)], lr: decay == 0 ? 1 : 1 / decay, options: options);
        _pieces = new PieceByPiece(_optimizer);
        var bias = new ElementRandom(seed, "phi");
        float[] theta0 = new float[dimension], xi = new float[dimension];
        bias.FillNormal(theta0, 0, Sigma0);
        if (options.Mode == DecayMode.SyreAdvanced)
            bias.FillUniform(xi, 0, options.Anisotropy ?? 0.1 * Sigma0);
        Theta0 = [.. theta0.Select(x => (double)x)];
        D = [.. xi.Select(x => 1 + (double)x)];
    }

    public double Gamma { get; }

    /// <summary>The resolved σ0.</summary>
    public double Sigma0 { get; }

    /// <summary>θ0 as the paper's formulas want it, from the generator and not from the optimizer.</summary>
    public double[] Theta0 { get; }

    /// <summary>The diagonal of D.</summary>
    public double[] D { get; }

    /// <summary>The optimizer's force at φ, which must be float32 numbers: exact to a rounding of φ, times λ.</summary>
    public double[] Force(double[] phi)
    {
        float[] start = [.. phi.Select(x => (float)x)], whole = Moved(start, () => _optimizer.step());
        Assert.AreSequenceEqual(whole, Moved(start, _pieces.Step));
        return [.. start.Zip(whole, (before, after) => 2 * Gamma * ((double)before - after))];
    }

    /// <summary>What must not pass a test of the pull: none at all, the wrong sign, ordinary decay.</summary>
    public IEnumerable<(string Name, PullForce Force)> Mutants =>
    [
        ("no pull", phi => new double[phi.Length]),
        ("wrong sign", phi => [.. Force(phi).Select(x => -x)]),
        ("plain decay", phi => [.. phi.Select(x => 2 * Gamma * x)]),
    ];

    /// <summary>Asserts that <paramref name="check"/> holds for the optimizer's pull and for none of the mutants.</summary>
    public void AssertOnlyThisPull(Func<PullForce, bool> check, string statement)
    {
        Assert.IsTrue(check(Force), statement);
        foreach ((string name, PullForce force) in Mutants)
            Assert.IsFalse(check(force), $"{statement}: the check also holds with {name}, so it proves nothing");
    }

    /// <summary>
    /// The penalty's difference between two points. The penalty is quadratic, so its force is linear and the trapezoid rule is exact.
    /// </summary>
    public static double PenaltyGap(PullForce force, double[] from, double[] to)
    {
        double[] first = force(from), second = force(to);
        return Enumerable.Range(0, from.Length).Sum(i => 0.5 * (first[i] + second[i]) * (from[i] - to[i]));
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _parameter.Dispose();
    }

    /// <summary>Where a step leads from a start.</summary>
    private float[] Moved(float[] start, Action step)
    {
        using (no_grad())
        using (Tensor values = tensor(start))
            _parameter.copy_(values);
        Numbers.SetGradient(_parameter, new float[start.Length]);
        step();
        _optimizer.zero_grad();
        return Numbers.Of(_parameter);
    }
}
