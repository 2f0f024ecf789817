using static TorchSharp.torch;

namespace Syre.Torch.Tests.Diagnostics.Measures;

/// <summary>Streamed statistics are those of the whole matrix.</summary>
[TestClass]
public sealed class ActivationStatisticsTests
{
    [NoTensorLeaks]
    [DataRow(200, 40)]
    [DataRow(60, 60)]
    [DataRow(25, 50)]
    public void Ranks_are_those_of_a_full_decomposition(int rows, int width)
    {
        double[,] matrix = Matrices.Activations(rows + width, rows, width);
        using ActivationStatistics statistics = Of(matrix);
        ReferenceRanks.AssertEqual(matrix, statistics.Uncentred());
        ReferenceRanks.AssertEqual(matrix, statistics.Centred(), centred: true);
    }

    [NoTensorLeaks]
    public void Batches_add_up_to_the_whole()
    {
        using var scope = NewDisposeScope();
        Tensor all = tensor(Matrices.Activations(3, 300, 20)).relu();
        using var whole = new ActivationStatistics(20);
        using var parts = new ActivationStatistics(20);
        whole.Add(all);
        foreach ((int start, int count) in new[] { (0, 1), (1, 149), (150, 0), (150, 150) })
            parts.Add(all.narrow(0, start, count));
        Assert.AreEqual(300, parts.Rows);
        CollectionAssert.AreEqual(whole.NonZero, parts.NonZero);
        AreClose(whole.Mean, parts.Mean);
        AreClose(whole.Deviation, parts.Deviation);
        AreClose(whole.MeanMagnitude, parts.MeanMagnitude);
        Assert.AreEqual(whole.MeanSquareNorm, parts.MeanSquareNorm, 1e-10);
        Assert.AreEqual(whole.Centred().EffectiveRank, parts.Centred().EffectiveRank, 1e-9);
        Assert.AreEqual(whole.Uncentred().EffectiveRank, parts.Uncentred().EffectiveRank, 1e-9);
    }

    [NoTensorLeaks]
    public void A_batch_larger_than_a_block_is_added_in_blocks()
    {
        using var scope = NewDisposeScope();
        Tensor all = Layers.Normal(4, 1500, 4096);
        using var statistics = new ActivationStatistics(4096, keepGram: false);
        statistics.Add(all);
        Assert.AreEqual(1500, statistics.Rows);
        double[] deviation = [.. Numbers.Of(all.std(0, unbiased: false)).Select(value => (double)value)];
        for (int unit = 0; unit < 4096; unit += 100)
            Assert.AreEqual(deviation[unit], statistics.Deviation[unit], 1e-5);
    }

    [NoTensorLeaks]
    public void Moments_are_those_of_the_rows()
    {
        using var scope = NewDisposeScope();
        using var statistics = new ActivationStatistics(2, keepGram: false);
        statistics.Add(tensor(new[,] { { 1f, 0 }, { -3f, 0 }, { 2f, 6f } }));
        CollectionAssert.AreEqual(new long[] { 3, 1 }, statistics.NonZero);
        AreClose([0, 2], statistics.Mean);
        AreClose([2, 2], statistics.MeanMagnitude);
        AreClose([Math.Sqrt(14 / 3.0), Math.Sqrt(8)], statistics.Deviation);
        Assert.AreEqual(50 / 3.0, statistics.MeanSquareNorm, 1e-12);
        Assert.ThrowsExactly<InvalidOperationException>(() => statistics.Centred());
    }

    [NoTensorLeaks]
    [DataRow(1)]
    [DataRow(5)]
    [DataRow(19)]
    public void A_matrix_of_known_rank_has_it(int rank)
    {
        using ActivationStatistics statistics = Of(Matrices.Product(Matrices.Normal(rank, 400, rank), Matrices.Normal(rank + 1, rank, 64)));
        Assert.AreEqual(rank, statistics.Uncentred().NumericalRank);
        Assert.AreEqual(rank, statistics.Centred().NumericalRank);
        Assert.IsLessThanOrEqualTo(rank + 1e-9, statistics.Centred().EffectiveRank);
    }

    [NoTensorLeaks]
    public void A_large_mean_costs_the_centred_ranks_no_digits()
    {
        double[,] matrix = Matrices.Activations(8, 150, 12), shifted = Matrices.Make(150, 12, (i, j) => matrix[i, j] + 1e6);
        using ActivationStatistics here = Of(matrix), there = Of(shifted);
        Assert.AreEqual(here.Centred().EffectiveRank, there.Centred().EffectiveRank, 1e-7);
        Assert.IsLessThan(1.001, there.Uncentred().EffectiveRank);
    }

    [NoTensorLeaks]
    public void Rotated_units_have_the_same_ranks()
    {
        double[,] matrix = Matrices.Activations(5, 120, 16);
        using ActivationStatistics before = Of(matrix), after = Of(Matrices.Product(matrix, Matrices.Rotation(6, 16)));
        foreach ((RankMeasures a, RankMeasures b) in new[] { (before.Centred(), after.Centred()), (before.Uncentred(), after.Uncentred()) })
        {
            Assert.AreEqual(a.EffectiveRank, b.EffectiveRank, 1e-8);
            Assert.AreEqual(a.StableRank, b.StableRank, 1e-8);
            Assert.AreEqual(a.ParticipationRatio, b.ParticipationRatio, 1e-8);
            Assert.AreEqual(a.NumericalRank, b.NumericalRank);
        }
    }

    [NoTensorLeaks]
    public void Positions_count_as_rows()
    {
        using var scope = NewDisposeScope();
        Tensor images = tensor(Matrices.Normal(2, 6, 4 * 3 * 5)).reshape(6, 4, 3, 5);
        using var positions = new ActivationStatistics(4);
        positions.Add(images);
        using var rows = new ActivationStatistics(4);
        rows.Add(images.permute(0, 2, 3, 1).reshape(-1, 4));
        Assert.AreEqual(90, positions.Rows);
        AreClose(rows.Mean, positions.Mean);
        Assert.AreEqual(rows.Centred().EffectiveRank, positions.Centred().EffectiveRank, 1e-10);
    }

    [NoTensorLeaks]
    public void A_principal_subspace_has_the_least_directions_with_the_share()
    {
        double[] scale = [4, 2, 1, 0.5];
        double[,] normal = Matrices.Normal(1, 4000, 4);
        using ActivationStatistics statistics = Of(Matrices.Make(4000, 4, (i, j) => normal[i, j] * scale[j] + 10));
        // Shares of the variance: about 16, 4, 1 and 1/4 of 21.25.
        PrincipalSubspace one =
            statistics.PrincipalSubspace(0.7), two = statistics.PrincipalSubspace(0.9), all = statistics.PrincipalSubspace(1);
        Assert.AreEqual((1, 2, 4), (one.Dimension, two.Dimension, all.Dimension));
        Assert.AreEqual(1, Math.Abs(one.Basis[0]), 1e-2);
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < 4; j++)
                Assert.AreEqual(i == j ? 1 : 0, Enumerable.Range(0, 4).Sum(k => all.Basis[4 * i + k] * all.Basis[4 * j + k]), 1e-12);
        }
        Assert.AreEqual(all.TotalVariance, all.Variances.Sum(), 1e-9);
        AreClose(statistics.Mean, two.Mean);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => statistics.PrincipalSubspace(0));
    }

    [NoTensorLeaks]
    public void Activations_that_are_not_finite_are_refused()
    {
        using var scope = NewDisposeScope();
        using var statistics = new ActivationStatistics(2);
        foreach (float bad in new[] { float.NaN, float.PositiveInfinity })
            Assert.ThrowsExactly<InvalidOperationException>(() => statistics.Add(tensor(new[,] { { 1, bad } })));
        Assert.AreEqual(0, statistics.Rows);
        Assert.ThrowsExactly<ArgumentException>(() => statistics.Add(ones(3, 5)));
    }

    private static ActivationStatistics Of(double[,] matrix)
    {
        using var scope = NewDisposeScope();
        var statistics = new ActivationStatistics(matrix.GetLength(1));
        statistics.Add(tensor(matrix));
        return statistics;
    }

    private static void AreClose(double[] expected, double[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-10);
    }
}
