using CsCheck;
using static TorchSharp.torch;

namespace Syre.Torch.Tests.Diagnostics.Measures;

/// <summary>The rank family of known spectra, of weights, and the laws between its members.</summary>
[TestClass]
public sealed class SpectrumTests
{
    private static readonly Gen<double[]> s_values = Gen.Double[0, 100].Array[1, 60].Select(values => values.OrderDescending().ToArray())
        .Where(values => values[0] > 1e-3);

    [TestMethod]
    public void An_even_spectrum_of_rank_k_has_rank_k_by_every_measure()
    {
        double[] values = [.. Enumerable.Repeat(3.0, 7), .. Enumerable.Repeat(0.0, 13)];
        RankMeasures found = Spectrum.Measure(values, 100, 20, centred: false);
        Assert.AreEqual(7, found.EffectiveRank, 1e-12);
        Assert.AreEqual(7, found.StableRank, 1e-12);
        Assert.AreEqual(7, found.ParticipationRatio, 1e-12);
        Assert.AreEqual(7, found.RankMe, 1e-3);
        Assert.AreEqual(7, found.NumericalRank);
        Assert.AreEqual(7, found.Rank99);
        Assert.AreEqual(20, found.MaximumRank);
        Assert.AreEqual(19, Spectrum.Measure(values, 20, 20, centred: true).MaximumRank);
    }

    [TestMethod]
    public void The_spectral_exponent_of_a_power_law_is_its_power()
    {
        double[] values = [.. Enumerable.Range(1, 600).Select(i => Math.Pow(i, -0.75))];
        RankMeasures found = Spectrum.Measure(values, 1000, 600, centred: false);
        Assert.AreEqual(1.5, found.SpectralExponent!.Value, 1e-9);
        Assert.AreEqual(1, found.SpectralFit!.Value, 1e-9);
        Assert.HasCount(512, found.SingularValues);
    }

    [TestMethod]
    public void Nothing_has_rank_0()
    {
        RankMeasures found = Spectrum.Measure([0, 0, 0], 10, 3, centred: false);
        Assert.AreEqual(
            (0.0, 0, 0.0, 0, 0.0, 0.0),
            (found.EffectiveRank, found.NumericalRank, found.StableRank, found.Rank99, found.ParticipationRatio, found.RankMe));
    }

    [TestMethod]
    [DataRow(30, 30)]
    [DataRow(50, 20)]
    [DataRow(12, 40)]
    public void Weights_have_the_ranks_of_a_full_decomposition(int rows, int columns)
    {
        using var scope = NewDisposeScope();
        double[,] matrix = Matrices.Activations(rows, rows, columns);
        ReferenceRanks.AssertEqual(matrix, Spectrum.Measure(tensor(matrix)), tolerance: 1e-9);
    }

    [TestMethod]
    public void The_measures_are_in_their_order()
    {
        s_values.Sample(values =>
        {
            RankMeasures found = Spectrum.Measure(values, 1000, values.Length, centred: false);
            int rank = values.Count(value => value > 0);
            // Rényi entropies of order ∞, 2 and 1 of the eigenvalues, then that of order 1 of the singular values, which are more even.
            double[] rising = [1, found.StableRank, found.ParticipationRatio, found.EffectiveRank, rank];
            for (int i = 1; i < rising.Length; i++)
                Assert.IsLessThanOrEqualTo(rising[i] * (1 + 1e-9), rising[i - 1], $"measure {i} of {string.Join(", ", rising)}");
            Assert.IsLessThanOrEqualTo(rank, found.Rank99);
            Assert.IsLessThanOrEqualTo(rank, found.NumericalRank);
        });
    }

    [TestMethod]
    public void A_common_factor_changes_nothing_but_the_tolerance()
    {
        Gen.Select(s_values, Gen.Double[-200, 200]).Sample((values, power) =>
        {
            double factor = Math.Pow(10, power);
            RankMeasures one = Spectrum.Measure(values, 99, values.Length, centred: true);
            RankMeasures other = Spectrum.Measure([.. values.Select(value => value * factor)], 99, values.Length, centred: true);
            Assert.AreEqual(one.EffectiveRank, other.EffectiveRank, 1e-9 * one.EffectiveRank);
            Assert.AreEqual(one.StableRank, other.StableRank, 1e-9 * one.StableRank);
            Assert.AreEqual(one.ParticipationRatio, other.ParticipationRatio, 1e-9 * one.ParticipationRatio);
            Assert.AreEqual(one.Tolerance * factor, other.Tolerance, 1e-9 * other.Tolerance);
        });
    }

    [TestMethod]
    public void Values_that_are_no_singular_values_are_refused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => Spectrum.Measure([1, 2], 5, 5, false));
        Assert.ThrowsExactly<ArgumentException>(() => Spectrum.Measure([1, -1], 5, 5, false));
        Assert.ThrowsExactly<ArgumentException>(() => Spectrum.Measure([double.NaN], 5, 5, false));
        using var scope = NewDisposeScope();
        Assert.ThrowsExactly<InvalidOperationException>(() => Spectrum.Measure(tensor(new[,] { { 1.0, double.NaN } })));
        Assert.ThrowsExactly<ArgumentException>(() => Spectrum.Measure(ones(3)));
    }
}
