using Syre.Cpu;
using Syre.Torch.Decay;
using TorchSharp.Modules;

namespace Syre.Torch.Tests.Theory;

/// <summary>
/// T4: of uncountably many symmetries, as of a rotation, D = 1 leaves those mirrors that hold θ0; advanced removal, with distinct entries
/// of D, breaks them (theorem 2). The loss here is a function of the norm of φ alone, so every reflection is a symmetry.
/// </summary>
[TestClass]
public sealed class RotationTests
{
    private const int Dimension = 6;

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void T4_a_mirror_that_holds_theta0_survives_syre_and_not_advanced_removal(int seed)
    {
        var options = new SyreOptions { WeightDecay = 2, Sigma0 = 1, Seed = seed };
        using var basic = new MeasuredPull(Dimension, options);
        using var advanced = new MeasuredPull(Dimension, options with { Mode = DecayMode.SyreAdvanced, Anisotropy = 0.2 });
        CollectionAssert.AreEqual(basic.Theta0, advanced.Theta0);
        for (int draw = 0; draw < 10; draw++)
        {
            double[] phi = Vectors.Random(100 * seed + draw, Dimension);
            double[] image = new Mirror(Orthogonal(100 * seed + draw + 50, basic.Theta0)).Reflect(phi);
            Assert.AreEqual(0, MeasuredPull.PenaltyGap(basic.Force, phi, image), 2e-6, "D = 1 leaves this mirror");
            Assert.IsGreaterThan(2e-4, Math.Abs(MeasuredPull.PenaltyGap(advanced.Force, phi, image)), "distinct D breaks it");
        }
    }

    [NoTensorLeaks]
    [DataRow(1, false)]
    [DataRow(2, false)]
    [DataRow(3, false)]
    [DataRow(1, true)]
    public void T4_training_stays_in_a_mirror_that_holds_theta0_unless_D_is_distinct(int seed, bool inPieces)
    {
        double basic = DistanceFromMirror(seed, new SyreOptions { WeightDecay = 0.1, Sigma0 = 1, Seed = seed }, inPieces);
        double advanced = DistanceFromMirror(
            seed, new SyreOptions { WeightDecay = 0.1, Sigma0 = 1, Seed = seed, Mode = DecayMode.SyreAdvanced, Anisotropy = 0.5 },
            inPieces);
        Assert.IsLessThan(1e-5, basic);
        Assert.IsGreaterThan(1e-3, advanced);
    }

    /// <summary>How far φ gets from a mirror through itself and θ0 while the loss (‖φ‖² − 1)² is trained.</summary>
    private static double DistanceFromMirror(int seed, SyreOptions options, bool inPieces)
    {
        double[] start = Vectors.Random(seed, Dimension);
        using Parameter phi = Numbers.Parameter([.. start.Select(x => (float)x)]);
        var theta0 = new float[Dimension];
        new ElementRandom(seed, "phi").FillNormal(theta0, 0, InitialScale.Of(phi));
        double[] normal = Orthogonal(seed + 50, [.. theta0.Select(x => (double)x)], start);
        using var optimizer = new SyreSgd([("phi", phi)], lr: 0.05, options: options);
        Training.Run(
            optimizer, 300, () => (phi.square().sum() - 1).square(), step: inPieces ? new PieceByPiece(optimizer).Step : null);
        return Math.Abs(Vectors.Dot(normal, [.. Numbers.Of(phi).Select(x => (double)x)]));
    }

    /// <summary>A random unit vector orthogonal to all of <paramref name="others"/>, by Gram and Schmidt.</summary>
    private static double[] Orthogonal(int seed, params double[][] others)
    {
        var basis = new List<double[]>();
        foreach (double[] vector in (double[][])[.. others, Vectors.Random(seed, others[0].Length)])
        {
            double[] rest = new Mirror([.. basis]).Project(vector);
            rest = [.. vector.Zip(rest, (all, part) => all - part)];
            double norm = Vectors.Norm(rest);
            basis.Add([.. rest.Select(x => x / norm)]);
        }
        return basis[^1];
    }
}
