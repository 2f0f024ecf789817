using CollapseLab.Arms;
using CollapseLab.Data;
using CollapseLab.Engine;
using Syre.Cpu;

namespace Syre.Samples.Tests.Lab;

/// <summary>Every arm starts where it should and pulls where it should.</summary>
[TestClass]
public sealed class LabNetworkTests
{
    private const double Rate = 0.1, Lambda = 0.5;

    private static readonly float[] s_initial = Weights(Arm.None, steps: 0), s_bias = StaticBias();

    [TestMethod]
    public void Arms_with_noise_and_the_theta_form_start_displaced_by_the_same_theta0_of_the_stated_size()
    {
        float[] displaced = [.. s_initial.Zip(s_bias, (w, bias) => w + bias)];
        foreach (Arm arm in (Arm[])[Arm.Noise(2), Arm.SyreTheta(2)])
            Assert.AreSequenceEqual(displaced, Weights(arm, steps: 0), arm.Name);
        foreach (Arm arm in (Arm[])[Arm.Plain, Arm.L2Init, Arm.Syre(2), Arm.SyreAdvanced(2), Arm.L2Scaled(2.4), Arm.Reset])
            Assert.AreSequenceEqual(s_initial, Weights(arm, steps: 0), arm.Name);
        double deviation = Math.Sqrt(s_bias.Average(value => value * value)), expected = 2 / Math.Sqrt(3 * 100);
        Assert.AreEqual(1, deviation / expected, 0.1);
    }

    [TestMethod]
    public void A_step_without_gradient_goes_a_part_of_the_way_to_the_target()
    {
        const float part = (float)(Rate * Lambda);
        (Arm Arm, Func<float, float, float> Step)[] cases =
        [
            (Arm.None, (w, _) => w),
            (Arm.Dropout, (w, _) => w),
            (Arm.Plain, (w, _) => w - part * w),
            (Arm.ShrinkAndPerturb(1), (w, _) => w - part * w),
            (Arm.L2Init, (w, _) => w),
            (Arm.L2Scaled(2.4), (w, _) => w + part * 1.4f * w),
            (Arm.Syre(2), (w, bias) => w - part * (w - bias)),
        ];
        foreach (OptimizerKind optimizer in (OptimizerKind[])[OptimizerKind.Sgd, OptimizerKind.AdamW])
        {
            foreach ((Arm arm, Func<float, float, float> step) in cases)
            {
                float[] stepped = Weights(arm, steps: 1, optimizer);
                for (int i = 0; i < stepped.Length; i++)
                    Assert.AreEqual(step(s_initial[i], s_bias[i]), stepped[i], 1e-6f, $"{optimizer}, {arm.Name}, {i}");
            }
        }
        // From init + θ0 the pull to θ0 leads back along the init.
        float[] theta = Weights(Arm.SyreTheta(2), steps: 1, OptimizerKind.Sgd);
        for (int i = 0; i < theta.Length; i++)
            Assert.AreEqual(s_bias[i] + (1 - part) * s_initial[i], theta[i], 1e-6f);
    }

    [TestMethod]
    public void Frozen_layers_and_fixed_weights_stay_and_the_others_learn()
    {
        using LabNetwork frozen = Network(Arm.Frozen(2)), wfix = Network(Arm.WFix);
        float[] first = [.. frozen.Weights[0].Values], last = [.. frozen.Weights[1].Values], fixedFirst = [.. wfix.Weights[0].Values];
        Assert.AreSequenceEqual(s_bias, first);
        foreach (LabNetwork network in (LabNetwork[])[frozen, wfix])
            Learn(network);
        Assert.AreSequenceEqual(first, frozen.Weights[0].Values.ToArray());
        Assert.IsFalse(frozen.Weights[1].Values.SequenceEqual(last));
        int kept = fixedFirst.Where((value, i) => value == wfix.Weights[0].Values[i]).Count();
        Assert.AreEqual(100 / 8 * 20, kept, "of 100 inputs of each of 20 units");
    }

    [TestMethod]
    public void An_arm_taken_later_pulls_from_the_weights_at_that_time()
    {
        using LabNetwork network = Network(Arm.None);
        Learn(network);
        float[] worn = [.. network.Weights[0].Values];
        network.TakeArm(Arm.L2Checkpoint);
        Assert.AreSequenceEqual(worn, network.Weights[0].Target.ToArray());
        network.TakeArm(Arm.SyreTheta(2));
        Assert.AreSequenceEqual(worn.Zip(s_bias, (w, bias) => w + bias).ToArray(), network.Weights[0].Values.ToArray());
        network.BeginTask(Arm.Reset, task: 1);
        Assert.AreSequenceEqual(s_initial, network.Weights[0].Values.ToArray());
    }

    private static float[] Weights(Arm arm, int steps, OptimizerKind optimizer = OptimizerKind.Sgd)
    {
        using LabNetwork network = Network(arm, optimizer);
        // Inputs of 0 give the first weights no gradient.
        using var rows = new CpuRows(new float[100], 100, [0]);
        for (int step = 0; step < steps; step++)
            network.Step(rows, 0, 1);
        return [.. network.Weights[0].Values];
    }

    private static void Learn(LabNetwork network)
    {
        float[] features = new float[8 * 100];
        new ElementRandom(3, "features").FillNormal(features, 0, 1);
        using CpuRows rows = new ImageRows(features, [0, 1, 2, 0, 1, 2, 0, 1]).ForEngine();
        for (int step = 0; step < 3; step++)
            network.Step(rows, 0, 8);
    }

    private static float[] StaticBias()
    {
        using LabNetwork network = Network(Arm.Syre(2));
        return [.. network.Weights[0].Target];
    }

    private static LabNetwork Network(Arm arm, OptimizerKind optimizer = OptimizerKind.Sgd) => new(
        new NetworkOptions
        {
            Widths = [100, 20, 3],
            Arm = arm,
            Seed = 7,
            LearningRate = Rate,
            Lambda = Lambda,
            Optimizer = optimizer,
        },
        8);
}
