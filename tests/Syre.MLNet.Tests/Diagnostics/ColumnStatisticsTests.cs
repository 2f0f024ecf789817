using Microsoft.ML.Data;
using Syre.MLNet.Diagnostics.Columns;
using Syre.MLNet.Runtime;
using Syre.Torch;

namespace Syre.MLNet.Tests.Diagnostics;

/// <summary>Gram matrix and sketch measure what a direct computation in double precision does.</summary>
[TestClass]
public sealed class ColumnStatisticsTests
{
    private readonly TorchState _state = new();

    [TestInitialize]
    public void UseOneThreadAsFitDoes() => _state.UseThreads(1);

    [TestCleanup]
    public void PutBack() => _state.Dispose();

    [TestMethod]
    public void The_Gram_matrix_measures_what_a_direct_computation_does()
    {
        float[][] rows = ColumnData.Normal(rows: 300, width: 24);
        ColumnSpectra spectra = Measure(new GramStatistics(24), rows);
        (double[] mean, double[] energies) = Direct.Spectrum(rows);
        for (int slot = 0; slot < 24; slot++)
        {
            Assert.AreEqual(mean[slot], spectra.Subspace.Mean[slot], 1e-12);
            Assert.AreEqual(Math.Sqrt(energies[slot]), spectra.Centred.SingularValues[slot], 1e-5);
        }
        double sum = energies.Sum(Math.Sqrt);
        Assert.AreEqual(Math.Exp(energies.Sum(value => -Math.Sqrt(value) / sum * Math.Log(Math.Sqrt(value) / sum))),
            spectra.Centred.EffectiveRank, 1e-9);
        Assert.AreEqual(energies.Sum() / energies[0], spectra.Centred.StableRank, 1e-9);
        Assert.AreEqual(Math.Pow(energies.Sum(), 2) / energies.Sum(value => value * value), spectra.Centred.ParticipationRatio, 1e-9);
        Assert.AreEqual(24, spectra.Centred.NumericalRank);
    }

    [TestMethod]
    public void Gram_matrix_and_sketch_agree_where_the_sketch_sees_every_direction()
    {
        float[][] rows = ColumnData.InSubspace(rows: 600, width: 300, directions: 40);
        ColumnSpectra gram = Measure(new GramStatistics(300), rows), sketch = Measure(new SketchStatistics(300, 64, seed: 7), rows);
        Assert.AreEqual(gram.Centred.EffectiveRank, sketch.Centred.EffectiveRank, 1e-3);
        Assert.AreEqual(gram.Uncentred.EffectiveRank, sketch.Uncentred.EffectiveRank, 1e-3);
        Assert.AreEqual(40, gram.Centred.NumericalRank);
        Assert.AreEqual(40, sketch.Centred.NumericalRank);
        Assert.AreEqual(gram.Subspace.Dimension, sketch.Subspace.Dimension);
        for (int slot = 0; slot < 300; slot++)
            Assert.AreEqual(gram.Subspace.Mean[slot], sketch.Subspace.Mean[slot], 1e-12);
        Assert.AreEqual(gram.Subspace.Dimension, Overlap(gram.Subspace, sketch.Subspace), 1e-6);
    }

    [TestMethod]
    public void A_sketch_of_dense_blocks_is_that_of_sparse_rows()
    {
        float[][] rows = ColumnData.InSubspace(rows: 150, width: 80, directions: 10);
        float[][] few = [.. rows.Select((row, i) => row.Select((value, slot) => slot % 16 == i % 16 ? value : 0).ToArray())];
        // The first rows have one entry in sixteen and are added entry by entry, the others in blocks.
        ColumnSpectra mixed = Measure(new SketchStatistics(80, 64, seed: 3), [.. few, .. rows]);
        ColumnSpectra gram = Measure(new GramStatistics(80), [.. few, .. rows]);
        Assert.AreEqual(gram.Centred.EffectiveRank, mixed.Centred.EffectiveRank, 1e-3 * gram.Centred.EffectiveRank);
        Assert.AreEqual(gram.Subspace.Dimension, Overlap(gram.Subspace, mixed.Subspace), 1e-6);
    }

    [TestMethod]
    public void Ranks_of_a_sketch_that_does_not_see_every_direction_are_reached_by_the_column()
    {
        // Energies fall like 1/i over 500 directions; the sketch knows 128 of them.
        float[][] rows = [.. ColumnData.Normal(rows: 900, width: 500)
            .Select(row => row.Select((value, slot) => value / MathF.Sqrt(slot + 1)).ToArray())];
        ColumnSpectra gram = Measure(new GramStatistics(500), rows), sketch = Measure(new SketchStatistics(500, 128, seed: 7), rows);
        foreach ((Func<RankMeasures, double> measure, double share) in new (Func<RankMeasures, double>, double)[]
        {
            (ranks => ranks.EffectiveRank, 0.6), (ranks => ranks.NumericalRank, 0.3), (ranks => ranks.StableRank, 0.99),
            (ranks => ranks.ParticipationRatio, 0.8), (ranks => ranks.RankMe, 0.6), (ranks => ranks.Rank99, 0.3),
        })
        {
            double exact = measure(gram.Centred), least = measure(sketch.Centred);
            Assert.IsTrue(least <= exact * 1.05 && least >= share * exact, $"exact {exact}, by the sketch {least}");
        }
        Assert.AreEqual(gram.Subspace.Dimension < 128, sketch.Subspace.Dimension < 128);
        for (int i = 0; i < 20; i++)
            Assert.AreEqual(gram.Centred.SingularValues[i], sketch.Centred.SingularValues[i], 0.04 * gram.Centred.SingularValues[i]);
    }

    [TestMethod]
    public void A_spread_that_is_small_against_the_mean_is_not_lost()
    {
        float[][] near = ColumnData.Normal(rows: 400, width: 16),
            far = [.. near.Select(row => Array.ConvertAll(row, value => value / 1024 + 4096))];
        ColumnSpectra spectra = Measure(new GramStatistics(16), far);
        (_, double[] energies) = Direct.Spectrum(far);
        for (int i = 0; i < 16; i++)
            Assert.AreEqual(Math.Sqrt(energies[i]), spectra.Centred.SingularValues[i], 1e-6 * Math.Sqrt(energies[0]));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Twins_are_found_whatever_their_factor_and_slots_that_share_only_a_mean_are_none(bool sketch)
    {
        float[][] rows = [.. ColumnData.Normal(rows: 200, width: 30).Select(row => row.Select(value => value + 50).ToArray())];
        foreach (float[] row in rows)
        {
            row[7] = -3 * row[2];
            row[11] = row[2] / 2;
            row[20] = row[19];
            row[25] = 5;
            row[26] = 5;
        }
        ColumnSpectra spectra = Measure(sketch ? new SketchStatistics(30, 8, seed: 1) : new GramStatistics(30), rows);
        Assert.AreEqual("2 7 11, 19 20", string.Join(", ", spectra.Twins!.Select(group => string.Join(' ', group))));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void The_order_of_rows_does_not_matter(bool sketch)
    {
        float[][] rows = ColumnData.InSubspace(rows: 300, width: 60, directions: 20);
        float[][] shuffled = [.. rows.OrderBy(row => row[0])];
        ColumnSpectra first = Measure(New(), rows), second = Measure(New(), shuffled);
        Assert.AreEqual(first.Centred.EffectiveRank, second.Centred.EffectiveRank, 1e-4);
        Assert.AreEqual(first.Uncentred.EffectiveRank, second.Uncentred.EffectiveRank, 1e-4);
        Assert.AreEqual(first.Subspace.Dimension, Overlap(first.Subspace, second.Subspace), 1e-6);

        ColumnStatistics New() => sketch ? new SketchStatistics(60, 32, seed: 5) : new GramStatistics(60);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Rows_of_zeros_constant_rows_and_one_row_have_rank_zero(bool sketch)
    {
        float[] some = [1, 2, 0, 4, 5];
        foreach (float[][] rows in new[] { [new float[5], new float[5]], [some, some, some], new[] { new[] { 1f, 0, 3, 0, 0 } } })
        {
            ColumnSpectra spectra = Measure(sketch ? new SketchStatistics(5, 4, seed: 1) : new GramStatistics(5), rows);
            Assert.AreEqual(0, spectra.Centred.EffectiveRank);
            Assert.AreEqual(0, spectra.Centred.NumericalRank);
            Assert.AreEqual(0, spectra.Subspace.Dimension);
            Assert.IsEmpty(spectra.Twins!);
            Assert.AreEqual(rows[0].Any(value => value != 0) ? 1 : 0, spectra.Uncentred.EffectiveRank, 1e-9);
            CollectionAssert.AreEqual(Array.ConvertAll(rows[0], value => (double)value), spectra.Subspace.Mean);
        }
    }

    private static ColumnSpectra Measure(ColumnStatistics statistics, float[][] rows)
    {
        using ColumnStatistics own = statistics;
        var buffer = new NonzeroBuffer(rows[0].Length);
        foreach (float[] row in rows)
            statistics.Add(buffer.Read(new VBuffer<float>(row.Length, row)));
        return statistics.Complete(0.99, 128, new MeasureLog());
    }

    /// <summary>‖AᵀB‖² of two sets of orthonormal directions: their number where they span the same.</summary>
    private static double Overlap(PrincipalSubspace a, PrincipalSubspace b)
    {
        double sum = 0;
        for (int i = 0; i < a.Dimension; i++)
        {
            for (int j = 0; j < b.Dimension; j++)
                sum += Math.Pow(Enumerable.Range(0, a.Width).Sum(slot => a.Basis[i * a.Width + slot] * b.Basis[j * a.Width + slot]), 2);
        }
        return sum;
    }
}
