using Syre.Cpu;
using Syre.Torch.Decay;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Tests.Theory;

/// <summary>T8: without symmetries syre is harmless: the solution of ridge regression moves by a term in γθ0 only.</summary>
[TestClass]
public sealed class RidgeTests
{
    private const int Samples = 40, Features = 5;
    private const double Decay = 0.2;

    [NoTensorLeaks]
    [DataRow(1, false, false)]
    [DataRow(2, false, false)]
    [DataRow(3, false, false)]
    [DataRow(1, true, false)]
    [DataRow(1, false, true)]
    [DataRow(2, true, true)]
    public void T8_ridge_regression_ends_at_the_shifted_closed_form(int seed, bool coupled, bool inPieces)
    {
        double[][] x = [.. Enumerable.Range(0, Samples).Select(i => Vectors.Random(1000 * seed + i, Features, 2))];
        double[] y = [.. x.Select((row, i) => row[0] - 2 * row[1] + 0.5 * row[4] + Vectors.Random(7000 * seed + i, 1)[0])];
        double[] start = Vectors.Random(seed, Features);
        var theta0 = new float[Features];
        using (Parameter weights = Numbers.Parameter([.. start.Select(value => (float)value)]))
            new ElementRandom(seed, "w").FillNormal(theta0, 0, InitialScale.Of(weights));
        double[] zero = new double[Features], bias = [.. theta0.Select(value => (double)value)];

        double[] Train(DecayMode mode) => TrainFrom(
            start, x, y, new SyreOptions { Mode = mode, WeightDecay = Decay, Sigma0 = 1, Seed = seed, Coupled = coupled }, inPieces);
        double[] syre = Train(DecayMode.Syre), expected = ClosedForm(x, y, bias);
        Assert.IsLessThan(2e-5, Vectors.Distance(expected, syre));
        Assert.IsLessThan(2e-5, Vectors.Distance(ClosedForm(x, y, zero), Train(DecayMode.Plain)));

        // What mutants of the pull would reach instead lies far outside that tolerance.
        double[] wrongSign = ClosedForm(x, y, [.. bias.Select(value => -value)]);
        foreach (double[] mutant in new[] { Train(DecayMode.Plain), Train(DecayMode.None), wrongSign })
            Assert.IsGreaterThan(1e-3, Vectors.Distance(expected, mutant));
    }

    /// <summary>φ* = (A + γ)⁻¹(b + γθ0) for φᵀAφ − 2bᵀφ + γ‖φ − θ0‖², with A = XᵀX/n, b = Xᵀy/n and γ = λ/2.</summary>
    private static double[] ClosedForm(double[][] x, double[] y, double[] theta0)
    {
        double gamma = Decay / 2;
        double[][] matrix = [.. Enumerable.Range(0, Features).Select(i => (double[])[.. Enumerable.Range(0, Features).Select(j =>
            x.Average(row => row[i] * row[j]) + (i == j ? gamma : 0))])];
        double[] right = [.. Enumerable.Range(0, Features).Select(i => x.Select((row, n) => row[i] * y[n]).Average() + gamma * theta0[i])];
        return Vectors.Solve(matrix, right);
    }

    private static double[] TrainFrom(double[] start, double[][] x, double[] y, SyreOptions options, bool inPieces)
    {
        using Parameter weights = Numbers.Parameter([.. start.Select(value => (float)value)]);
        using Tensor flat = tensor(x.SelectMany(row => row).Select(value => (float)value).ToArray());
        using Tensor inputs = flat.reshape(Samples, Features), targets = tensor(y.Select(value => (float)value).ToArray());
        using var optimizer = new SyreSgd([("w", weights)], lr: 0.1, options: options);
        Training.Run(
            optimizer, 400, () => (inputs.matmul(weights) - targets).square().mean(),
            step: inPieces ? new PieceByPiece(optimizer).Step : null);
        return [.. Numbers.Of(weights).Select(value => (double)value)];
    }
}
