using CsCheck;
using Syre.Cpu;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Runtime;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Tabular.Network;

[TestClass]
public sealed class FirstWeightsTests
{
    private const int Rows = 200, Features = 7;

    [TestMethod]
    public void A_fit_gives_every_sum_deviation_1_and_a_bias_among_the_sums() => Gen.Select(
        Gen.Int[2, 60], Gen.Int[1, 20], Gen.Float[0.01f, 100], Gen.Float[-50, 50], Gen.Long).Sample((rows, neurons, scale, shift, seed) =>
        {
            var sums = new float[rows * neurons];
            new ElementRandom(seed, "sums").FillNormal(sums, 0, scale);
            for (int i = 0; i < sums.Length; i++)
                sums[i] += shift;
            LayerFit fit = LayerFit.To(sums, neurons, new ElementRandom(seed, "fit"));
            for (int neuron = 0; neuron < neurons; neuron++)
            {
                double[] fitted = [.. Enumerable.Range(0, rows).Select(row => (double)sums[row * neurons + neuron] * fit.Factors[neuron])];
                double mean = fitted.Average(), deviation = Math.Sqrt(fitted.Average(sum => (sum - mean) * (sum - mean)));
                Assert.AreEqual(1, deviation, 1e-6);
                double bound = 1e-6 * Math.Max(1, fitted.Max(Math.Abs));
                Assert.IsTrue(-fit.Biases[neuron] >= fitted.Min() - bound && -fit.Biases[neuron] <= fitted.Max() + bound);
            }
        });

    [TestMethod]
    public void Biases_mix_the_sums_at_random_with_the_weights_of_a_uniform_simplex()
    {
        // One neuron in two has sums 0 and 1 in turn: five shares of 1/5 on average, each of a sum that is 1 half of the time.
        const int neurons = 20_000;
        float[] sums = [.. Enumerable.Repeat(0f, neurons), .. Enumerable.Repeat(1f, neurons)];
        LayerFit fit = LayerFit.To(sums, neurons, new ElementRandom(1, "fit"));
        double[] mixes = [.. fit.Biases.Select((bias, neuron) => -bias / (double)fit.Factors[neuron])];
        Assert.AreEqual(0.5, mixes.Average(), 0.01);
        // The variance of Σ wᵢxᵢ is E Σ wᵢ² · Var x = 2/6 · 1/4.
        Assert.AreEqual(1 / 12.0, mixes.Average(mix => (mix - 0.5) * (mix - 0.5)), 0.003);
    }

    [TestMethod]
    public void Sums_that_are_all_alike_are_not_scaled()
    {
        LayerFit fit = LayerFit.To([2, 5, 2, 5, 2, 5], 2, new ElementRandom(1, "fit"));
        Assert.AreSequenceEqual([1f, 1], fit.Factors);
        Assert.AreEqual(-2, fit.Biases[0], 1e-6);
        Assert.AreEqual(-5, fit.Biases[1], 1e-6);
    }

    [TestMethod]
    public void A_new_network_has_sums_of_deviation_1_in_every_layer_and_zero_outputs()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using TabularNetwork network = Network(seed: 4);
        using var order = new RowOrder(RowSplit.All(Rows), CPU);
        using RowStore store = Store();
        FeatureRows rows = store[0].Select(order, 0, Rows);
        foreach (Stage stage in network.children().OfType<Stage>())
        {
            if (stage is IFittedStage fitted)
            {
                Tensor deviation = fitted.Sums(rows).std(0, unbiased: false);
                Assert.AreEqual(0, (deviation - 1).abs().max().item<float>(), 1e-5f);
            }
            rows = stage.Forward(rows);
        }
        Assert.AreEqual(0, rows.Dense!.abs().max().item<float>());
    }

    [TestMethod]
    public void The_seed_and_the_name_of_a_parameter_decide_its_weights()
    {
        using TabularNetwork first = Network(seed: 4), again = Network(seed: 4), other = Network(seed: 5);
        float[] weights = Weights(first, "stage2");
        Assert.AreSequenceEqual(weights, Weights(again, "stage2"));
        Assert.IsFalse(weights.SequenceEqual(Weights(other, "stage2")));
        Assert.IsFalse(weights.Take(10).SequenceEqual(Weights(first, "stage1").Take(10)));
    }

    [TestMethod]
    public void First_weights_are_not_the_static_bias_of_their_seed()
    {
        float[] weights = new float[1000], bias = new float[1000];
        new WeightRandom(3).In("stage1").In("linear").Of("weight").FillNormal(weights, 0, 1);
        new ElementRandom(3, "stage1.linear.weight").FillNormal(bias, 0, 1);
        Assert.AreEqual(0, weights.Zip(bias, (weight, theta0) => (double)weight * theta0).Average(), 4.5 / Math.Sqrt(1000));
    }

    private static float[] Weights(TabularNetwork network, string stage) =>
        HostValues.Copy<float>(network.get_parameter($"{stage}.linear.weight")!);

    private static TabularNetwork Network(long seed)
    {
        var spec = TabularSpec.Of(new SyreNetworkOptions { HiddenLayers = [9, 9] }, Activation.Selu, Features, 2);
        var network = (TabularNetwork)spec.Create(new NetworkMaking(CPU, Seed: 1));
        using RowStore store = Store();
        using var order = new RowOrder(RowSplit.All(Rows), CPU);
        network.Initialize(store, order, new WeightRandom(seed));
        return network;
    }

    private static RowStore Store()
    {
        var values = new float[Rows * Features];
        new ElementRandom(2, "rows").FillNormal(values, 0, 3);
        return new RowStore(new DenseFeatureMatrix(tensor(values).reshape(Rows, Features).DetachFromDisposeScope()));
    }
}
