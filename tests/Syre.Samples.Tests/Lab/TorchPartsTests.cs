using CollapseLab.Arms;
using CollapseLab.Experiments.Contrastive;
using CollapseLab.Torch;
using Syre.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Samples.Tests.Lab;

/// <summary>What the lab's experiments with TorchSharp are made of.</summary>
[TestClass]
public sealed class TorchPartsTests
{
    [TestMethod]
    public void The_contrastive_loss_of_views_alike_and_images_unlike_is_its_least()
    {
        using var scope = NewDisposeScope();
        const int images = 6;
        const double temperature = 0.3;
        Tensor one = eye(images, dtype: float32), views = cat([one, one]);
        double expected = Math.Log(1 + (2 * images - 2) * Math.Exp(-1 / temperature));
        Assert.AreEqual(expected, ContrastiveNetwork.Loss(views, temperature).item<float>(), 1e-5);
        double swapped = ContrastiveNetwork.Loss(cat([one, one.roll(1, 0)]), temperature).item<float>();
        Assert.AreEqual(expected + 1 / temperature, swapped, 1e-5);
    }

    [TestMethod]
    public void A_probe_reads_what_is_large_but_nothing_from_what_is_almost_null()
    {
        using var scope = NewDisposeScope();
        Tensor labels = tensor([.. Enumerable.Range(0, 400).Select(row => (long)(row % 2))], int64);
        Tensor told = labels.to(float32).unsqueeze(1);
        Tensor other = tensor([.. Enumerable.Range(0, 400).Select(row => row / 2 % 2f)]).unsqueeze(1);
        Assert.AreEqual(1, Accuracy(told, other));
        Assert.AreEqual(0.5, Accuracy(told.Mul(1e-4), other), 0.51);
        Assert.AreEqual(1, Accuracy(told.Mul(1e-4), other.Mul(1e-4)), "the scale of all does not count");
        Assert.AreEqual(0.5, Accuracy(zeros(400, 1), zeros(400, 1)));

        double Accuracy(Tensor first, Tensor second)
        {
            Tensor features = cat([first, second], 1);
            return LinearProbe.Accuracy(features, labels, features, labels);
        }
    }

    [TestMethod]
    public void The_arms_of_one_seed_share_their_static_bias()
    {
        using var scope = NewDisposeScope();
        var pull = new Pull(0.1, Seed: 5) { IsReadout = name => name.StartsWith('1') };
        using Sequential free = Network(), frozen = Network(), noise = Network(), theta = Network();
        using var ofFrozen = ArmOptimizer.Create(Arm.Frozen(0.5), frozen, 0.1, pull);
        using var ofNoise = ArmOptimizer.Create(Arm.Noise(0.5), noise, 0.1, pull);
        using var ofTheta = ArmOptimizer.Create(Arm.SyreTheta(0.5), theta, 0.1, pull);

        float[] bias = Weights(frozen, 0), displaced = [.. Weights(free, 0).Zip(bias, (weight, one) => weight + one)];
        AssertClose(displaced, Weights(noise, 0));
        AssertClose(displaced, Weights(theta, 0));
        Assert.AreSequenceEqual(Weights(free, 1), Weights(frozen, 1), "what reads out starts as ever");

        // Without a gradient the pull alone moves: towards θ0 of the weights as they were, not as they are now.
        foreach (Parameter parameter in theta.parameters())
            parameter.grad = zeros_like(parameter);
        ofTheta.LearningRate = 10;
        ofTheta.step();
        AssertClose(bias, Weights(theta, 0));

        // What is frozen stays, what reads it out learns.
        frozen.call(ones(4, 3)).sum().backward();
        ofFrozen.step();
        Assert.AreSequenceEqual(bias, Weights(frozen, 0));
        Assert.AreNotEqual(Weights(free, 1)[0], Weights(frozen, 1)[0]);

        static Sequential Network()
        {
            Sequential network = nn.Sequential(nn.Linear(3, 5), nn.Linear(5, 2));
            using var chance = new Chance(7);
            chance.Initialise(network);
            return network;
        }

        static void AssertClose(float[] expected, float[] actual) => Assert.IsLessThan(
            1e-6f, expected.Zip(actual, (one, other) => Math.Abs(one - other)).Max());

        static float[] Weights(Sequential network, int layer) => ((Linear)network[layer]).weight!.data<float>().ToArray();
    }
}
