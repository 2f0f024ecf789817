using CsCheck;
using Syre.MLNet.Objectives;

namespace Syre.MLNet.Tests.Training;

[TestClass]
public sealed class TemperatureTests
{
    [TestMethod]
    [DataRow(1, 0.4)]
    [DataRow(1, 1.0)]
    [DataRow(1, 3.0)]
    [DataRow(4, 0.4)]
    [DataRow(4, 1.0)]
    [DataRow(4, 3.0)]
    public void Logits_of_known_probabilities_that_were_multiplied_get_the_factor_back(int outputs, double factor)
    {
        (float[] logits, float[] labels) = Drawn(outputs, rows: 40_000, seed: 1);
        double found = Temperature.Fit([.. logits.Select(logit => (float)(factor * logit))], labels, []);
        Assert.AreEqual(factor, found, 0.05 * factor);
    }

    [TestMethod]
    public void It_is_the_least_of_loss_with_half_a_row_of_any_class_and_prior_on_a_grid() => Gen.Select(
        Gen.Int[1, 5], Gen.Int[1, 60], Gen.Int[0, 1000], Gen.Bool).Sample(
        (outputs, rows, seed, weighted) =>
        {
            (float[] logits, float[] labels) = Drawn(outputs, rows, seed);
            float[] weights = weighted ? [.. Enumerable.Range(0, rows).Select(row => row % 3 * 0.7f)] : [];
            int counted = weighted ? weights.Count(weight => weight > 0) : rows;
            double unit = weighted ? weights.Sum() / Math.Max(1, counted) : 1;
            double found = Cost(Temperature.Fit(logits, labels, weights));
            for (double log = -2.9; log < 2.9; log += 0.02)
                Assert.IsLessThanOrEqualTo(Cost(Math.Exp(log)) + 1e-6 * (1 + Math.Abs(found)), found, $"at {Math.Exp(log)}");

            double Cost(double temperature) => Math.Pow(Math.Log(temperature) / 0.5, 2) / 2 + Enumerable.Range(0, rows).Sum(row =>
            {
                double[] z = [.. logits.Skip(row * outputs).Take(outputs).Select(logit => logit / temperature)];
                if (outputs == 1)
                    z = [0, z[0]];
                double largest = z.Max();
                double doubt = 0.5 / (counted + 0.5), wanted = (1 - doubt) * z[(int)labels[row]] + doubt * z.Average();
                double loss = largest + Math.Log(z.Sum(x => Math.Exp(x - largest))) - wanted;
                return counted == 0 ? 0 : (weighted ? weights[row] / unit : 1) * loss;
            });
        });

    [TestMethod]
    public void The_unit_of_weights_does_not_matter_and_rows_of_none_are_not_there()
    {
        (float[] logits, float[] labels) = Drawn(1, 40, 1);
        float[] sure = [.. logits.Select(logit => 9 * logit)], left = [.. Enumerable.Range(0, 40).Select(row => row < 30 ? 1f : 0)];
        double expected = Temperature.Fit(sure.AsSpan(0, 30), labels.AsSpan(0, 30), []);
        Assert.IsGreaterThan(2, expected);
        Assert.AreEqual(expected, Temperature.Fit(sure, labels, left), 1e-6);
        Assert.AreEqual(expected, Temperature.Fit(sure, labels, [.. left.Select(weight => weight / 1e6f)]), 1e-5);
    }

    [TestMethod]
    public void A_few_rows_that_are_all_right_make_no_certainty()
    {
        double few = Temperature.Fit([4, -4, 4, -4], [1, 0, 1, 0], []);
        Assert.IsGreaterThan(0.9, few);
        float[] many = [.. Enumerable.Range(0, 10_000).Select(row => row % 2 == 0 ? 4f : -4)];
        Assert.IsLessThan(few, Temperature.Fit(many, [.. many.Select(logit => logit > 0 ? 1f : 0)], []));
    }

    [TestMethod]
    public void Outputs_that_tell_nothing_stay_as_they_are()
    {
        Assert.AreEqual(1, Temperature.Fit([], [], []));
        Assert.AreEqual(1, Temperature.Fit([0, 0], [1, 0], []));
        Assert.AreEqual(1, Temperature.Fit([float.NaN, 1], [1, 0], []));
        Assert.AreEqual(1, Temperature.Fit([1, float.PositiveInfinity], [1], []));
        Assert.AreEqual(1, Temperature.Fit([3, -3], [0, 1], [0, 0]), 1e-6, "rows without weight");
    }

    [TestMethod]
    public void Logits_at_the_end_of_a_float_give_a_number()
    {
        double temperature = Temperature.Fit([float.MaxValue, float.MinValue, float.MaxValue], [1, 0, 0], []);
        Assert.IsTrue(temperature is > 0 and <= 20.001, $"{temperature}");
    }

    [TestMethod]
    public void The_area_is_the_share_of_pairs_in_order() => Gen.Select(Gen.Int[2, 40], Gen.Int[0, 1000], Gen.Bool).Sample(
        (rows, seed, weighted) =>
        {
            var random = new Random(seed);
            float[] scores = [.. Enumerable.Range(0, rows).Select(_ => (float)random.Next(6))];
            float[] labels = [.. Enumerable.Range(0, rows).Select(row => row == 0 ? 1f : row == 1 ? 0 : random.Next(2))];
            float[] weights = weighted ? [.. Enumerable.Range(0, rows).Select(_ => random.NextSingle() + 0.1f)] : [];
            double Weight(int row) => weighted ? weights[row] : 1;
            double right = 0, all = 0;
            for (int one = 0; one < rows; one++)
            {
                for (int other = 0; other < rows; other++)
                {
                    if (labels[one] <= labels[other])
                        continue;
                    double pair = Weight(one) * Weight(other);
                    all += pair;
                    right += pair * (scores[one] > scores[other] ? 1 : scores[one] == scores[other] ? 0.5 : 0);
                }
            }
            Assert.AreEqual(right / all, RankArea.Of(scores, labels, weights), 1e-9);
        });

    [TestMethod]
    public void Without_a_second_class_there_is_no_area() => Assert.IsTrue(double.IsNaN(RankArea.Of([1, 2], [1, 1], [])));

    /// <summary>Logits, and labels drawn by their probabilities.</summary>
    private static (float[] Logits, float[] Labels) Drawn(int outputs, int rows, int seed)
    {
        var random = new Random(seed);
        float[] logits = [.. Enumerable.Range(0, rows * outputs).Select(_ => 4 * random.NextSingle() - 2)];
        return (logits, [.. Enumerable.Range(0, rows).Select(row =>
        {
            double[] z = [.. logits.AsSpan(row * outputs, outputs).ToArray()];
            if (outputs == 1)
                z = [0, z[0]];
            double left = random.NextDouble() * z.Sum(Math.Exp);
            int label = 0;
            while (label < z.Length - 1 && (left -= Math.Exp(z[label])) > 0)
                label++;
            return (float)label;
        })]);
    }
}
