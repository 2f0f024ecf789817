using Syre.Cpu;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Encoders;

/// <summary>The losses of encoders against what their definitions say, computed otherwise.</summary>
[TestClass]
public sealed class EncodingLossesTests
{
    [TestMethod]
    [DataRow(0.0, 1.0)]
    [DataRow(1.5, 0.2)]
    [DataRow(-0.7, 2.5)]
    public void Divergence_is_the_integral_of_q_times_the_logarithm_of_q_over_p(double mean, double deviation)
    {
        const double step = 1e-3;
        double integral = 0;
        for (double z = mean - 12 * deviation; z < mean + 12 * deviation; z += step)
        {
            double q = Normal(z, mean, deviation);
            integral += q * (Math.Log(q) - Math.Log(Normal(z, 0, 1))) * step;
        }
        using var scope = NewDisposeScope();
        Tensor means = tensor([(float)mean, 0], [1, 2]), logVariances = tensor([(float)Math.Log(deviation * deviation), 0], [1, 2]);
        Assert.AreEqual(integral, EncodingLosses.Divergence(means, logVariances).item<float>(), 1e-4);
    }

    [TestMethod]
    [DataRow(0.1)]
    [DataRow(1.0)]
    public void NtXent_is_its_definition_view_by_view(double temperature)
    {
        double[][] views = [[1, 2, 0], [0, -1, 1], [3, 0.5, 0], [1, 1.5, 0.2], [0.3, -1, 1], [-1, 0, 2]];
        const int rows = 3;
        using var scope = NewDisposeScope();
        Tensor all = tensor(views.SelectMany(view => view).Select(number => (float)number).ToArray(), [2 * rows, 3]);
        float[] found = [.. EncodingLosses.NtXent(all.narrow(0, 0, rows), all.narrow(0, rows, rows), temperature).data<float>()];
        for (int row = 0; row < rows; row++)
            Assert.AreEqual((Loss(row, row + rows) + Loss(row + rows, row)) / 2, found[row], 1e-4, $"row {row}");

        double Loss(int view, int other) => -Math.Log(
            Math.Exp(Cosine(view, other) / temperature)
            / Enumerable.Range(0, 2 * rows).Where(k => k != view).Sum(k => Math.Exp(Cosine(view, k) / temperature)));

        double Cosine(int a, int b) => Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b));

        double Dot(int a, int b) => views[a].Zip(views[b], (x, y) => x * y).Sum();
    }

    [TestMethod]
    public void NtXent_of_rows_that_are_all_alike_is_that_of_a_guess_and_of_one_row_or_zeros_a_number()
    {
        using var scope = NewDisposeScope();
        Assert.AreEqual(Math.Log(7), EncodingLosses.NtXent(ones(4, 2), ones(4, 2), 0.5).mean().item<float>(), 1e-5);
        Assert.AreEqual(0, EncodingLosses.NtXent(ones(1, 2), ones(1, 2), 0.5).item<float>(), 1e-5);
        Assert.IsTrue(float.IsFinite(EncodingLosses.NtXent(zeros(3, 2), ones(3, 2), 1e-3).mean().item<float>()));
    }

    [TestMethod]
    public void A_corrupted_row_has_the_asked_share_of_numbers_of_other_rows_in_the_same_slots()
    {
        const int rows = 200, slots = 20;
        using var scope = NewDisposeScope();
        float[] values = [.. Enumerable.Range(0, rows * slots).Select(i => (float)(i + 1))];
        var given = new FeatureRows(tensor(values, [rows, slots]));
        float[] found = [.. RowCorruption.Corrupt(given, 0.6, new ElementRandom(1, "test")).Dense!.data<float>()];
        int others = found.Zip(values).Count(pair => pair.First != pair.Second);
        Assert.AreEqual(0.6 * (rows - 1) / rows, others / (double)found.Length, 0.02);
        Assert.IsTrue(found.Index().All(value => ((int)value.Item - 1) % slots == value.Index % slots), "a number is of another slot");
    }

    [TestMethod]
    public void A_corrupted_sparse_row_loses_the_asked_share_of_its_entries()
    {
        using var scope = NewDisposeScope();
        var given = new FeatureRows(null, zeros(1000, int64), tensor([0L, 500]), ones(1000));
        Assert.AreEqual(0.7, RowCorruption.Corrupt(given, 0.3, new ElementRandom(1, "test")).Values!.mean().item<float>(), 0.05);
    }

    private static double Normal(double z, double mean, double deviation) =>
        Math.Exp(-(z - mean) * (z - mean) / (2 * deviation * deviation)) / (deviation * Math.Sqrt(2 * Math.PI));
}
