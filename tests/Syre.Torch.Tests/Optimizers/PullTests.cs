using CsCheck;
using Syre.Cpu;
using Syre.Torch.Decay;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Tests.Optimizers;

/// <summary>What one step with the pull does, element by element.</summary>
[TestClass]
public sealed class PullTests
{
    public static IEnumerable<object[]> Arms =>
        from mode in new[] { DecayMode.Syre, DecayMode.SyreAdvanced }
        from storage in Enum.GetValues<StaticBiasStorage>()
        from tensors in new[] { false, true }
        select new object[] { mode, storage, tensors };

    [NoTensorLeaks]
    [DynamicData(nameof(Arms))]
    public void A_step_with_zero_gradient_is_exactly_phi_minus_lr_lambda_D_times_phi_minus_theta0(
        DecayMode mode, StaticBiasStorage storage, bool tensors)
    {
        using Twins twins = new(1, [5], [3, 7], [40, 70]);
        var options = new SyreOptions { Mode = mode, WeightDecay = 0.25, Sigma0 = 0.5, Seed = 9 };
        options = options with { StaticBiasStorage = storage, UsesWholeTensors = tensors };
        using var optimizer = new SyreAdamW(twins.Right, lr: 0.125, options: options);
        foreach ((_, Parameter parameter) in twins.Right)
            Numbers.SetGradient(parameter, new float[parameter.numel()]);
        optimizer.step();
        for (int i = 0; i < twins.Left.Count; i++)
        {
            float[] before = Numbers.Of(twins.Left[i].parameter), after = Numbers.Of(twins.Right[i].parameter);
            float[] expected = new float[before.Length], theta0 = new float[before.Length], xi = new float[before.Length];
            double sigma0 = 0.5 * InitialScale.Of(twins.Left[i].parameter);
            new ElementRandom(9, twins.Left[i].name).FillNormal(theta0, 0, sigma0);
            if (mode == DecayMode.SyreAdvanced)
                new ElementRandom(9, twins.Left[i].name).FillUniform(xi, 0, 0.1 * sigma0);
            for (int j = 0; j < before.Length; j++)
            {
                float difference = before[j] - theta0[j];
                expected[j] = before[j] - 0.03125f * (difference + difference * xi[j]);
            }
            if (tensors)
                Numbers.AreClose(expected, after, 2e-7);
            else
                CollectionAssert.AreEqual(expected, after);
        }
    }

    [NoTensorLeaks]
    public void A_group_may_state_the_deviation_that_sigma0_is_a_multiple_of()
    {
        using var weight = new Parameter(zeros(6, 5));
        var group = new SyreParameterGroup("last", [("w", weight)]) { InitialDeviation = 2 };
        using var optimizer = new SyreSgd([group], lr: 0.1, options: new SyreOptions { WeightDecay = 10, Seed = 4 });
        Numbers.SetGradient(weight, new float[30]);
        optimizer.step();
        var theta0 = new float[30];
        new ElementRandom(4, "w").FillNormal(theta0, 0, 0.01 * 2);
        CollectionAssert.AreEqual(theta0, Numbers.Of(weight));

        group = new SyreParameterGroup("last", [("w", weight)]) { InitialDeviation = 0 };
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => new SyreSgd([group], lr: 0.1)).Message,
            "InitialDeviation of group 'last' is 0");
    }

    [NoTensorLeaks]
    [DataRow(false)]
    [DataRow(true)]
    public void A_step_with_lr_lambda_1_from_zeros_arrives_at_theta0(bool tensors)
    {
        using var weight = new Parameter(zeros(6, 5));
        var options = new SyreOptions { WeightDecay = 10, Seed = 4, UsesWholeTensors = tensors };
        using var optimizer = new SyreSgd([("w", weight)], lr: 0.1, options: options);
        Numbers.SetGradient(weight, new float[30]);
        optimizer.step();
        var theta0 = new float[30];
        new ElementRandom(4, "w").FillNormal(theta0, 0, 0.01 / Math.Sqrt(5));
        CollectionAssert.AreEqual(theta0, Numbers.Of(weight));
        optimizer.zero_grad();
    }

    [NoTensorLeaks]
    public void L2Init_pulls_to_the_initial_weights_and_rests_there()
    {
        using var weight = Numbers.Parameter(1, -2, 3);
        using var optimizer = new SyreSgd([("w", weight)], lr: 0.5, options: new SyreOptions { Mode = DecayMode.L2Init, WeightDecay = 1 });
        Numbers.SetGradient(weight, 0, 0, 0);
        optimizer.step();
        CollectionAssert.AreEqual(new float[] { 1, -2, 3 }, Numbers.Of(weight));
        Numbers.SetGradient(weight, 2, 0, 0);
        optimizer.step();
        CollectionAssert.AreEqual(new float[] { 0, -2, 3 }, Numbers.Of(weight));
        Numbers.SetGradient(weight, 0, 0, 0);
        optimizer.step();
        CollectionAssert.AreEqual(new[] { 0.5f, -2, 3 }, Numbers.Of(weight));
        optimizer.zero_grad();
    }

    /// <summary>Plain decay at λ is the syre pull in coordinates shifted by θ0; this checks it on a real loss, coupled and not.</summary>
    [TestMethod]
    public void The_phi_form_follows_the_theta_form() => Gen.Select(Gen.Bool, Gen.Bool, Gen.Int).Sample((coupled, adam, seed) =>
    {
        using var scope = NewDisposeScope();
        var random = new Random(seed);
        float[] Draw(double scale) => [.. Enumerable.Range(0, 20).Select(_ => (float)((random.NextDouble() - 0.5) * scale))];
        float[] phi = Draw(2);
        Parameter shifted = Numbers.Parameter(phi), plain;
        double sigma0 = 0.5 * InitialScale.Of(shifted);
        var theta0 = new float[20];
        new ElementRandom(seed, "w").FillNormal(theta0, 0, sigma0);
        Tensor offset = tensor(theta0), center = tensor(Draw(2));
        plain = new Parameter(tensor(phi) - offset);
        var syre = new SyreOptions { WeightDecay = 0.3, Sigma0 = 0.5, Coupled = coupled, Seed = seed };
        var decay = syre with { Mode = DecayMode.Plain };
        SyreOptimizer Make(Parameter parameter, SyreOptions options) => adam
            ? new SyreAdamW([("w", parameter)], 0.05, options: options)
            : new SyreSgd([("w", parameter)], 0.05, 0.9, options: options);
        using SyreOptimizer left = Make(shifted, syre), right = Make(plain, decay);
        for (int step = 0; step < 20; step++)
        {
            left.zero_grad();
            right.zero_grad();
            (shifted - center).pow(4).sum().backward();
            (plain + offset - center).pow(4).sum().backward();
            left.step();
            right.step();
        }
        Numbers.AreClose(Numbers.Of(plain + offset), Numbers.Of(shifted), 2e-3);
        Assert.IsGreaterThan(0.05, Numbers.Of(shifted).Zip(phi, (a, b) => Math.Abs(a - b)).Max());
    }, iter: 20, threads: 1);

    [NoTensorLeaks]
    public void Without_decay_syre_is_bitwise_the_plain_optimizer()
    {
        using Twins twins = new(3, [9, 9], [17]);
        using var plain = new SyreAdamW(twins.Left, options: new SyreOptions { Mode = DecayMode.None, WeightDecay = 0.1 });
        using var syre = new SyreAdamW(twins.Right, options: new SyreOptions { WeightDecay = 0, Sigma0 = 1 });
        for (int step = 0; step < 5; step++)
        {
            twins.DrawGradients();
            plain.step();
            syre.step();
        }
        twins.AreClose(0);
    }

    [NoTensorLeaks]
    public void Only_the_parameters_that_the_options_choose_are_pulled()
    {
        using var weight = Numbers.Parameter(1, 2);
        using var bias = Numbers.Parameter(3, 4);
        var options = new SyreOptions { Mode = DecayMode.Plain, WeightDecay = 0.5, Parameters = (name, _) => name != "bias" };
        using var optimizer = new SyreSgd([("weight", weight), ("bias", bias)], lr: 1, options: options);
        Numbers.SetGradient(weight, 0, 0);
        Numbers.SetGradient(bias, 0, 0);
        optimizer.step();
        CollectionAssert.AreEqual(new[] { 0.5f, 1 }, Numbers.Of(weight));
        CollectionAssert.AreEqual(new[] { 3f, 4 }, Numbers.Of(bias));
        optimizer.zero_grad();
    }

    [NoTensorLeaks]
    public void Warnings_name_a_wide_D_a_missing_decay_and_an_empty_choice()
    {
        using var weight = Numbers.Parameter(1, 2);
        var heard = new List<string>();
        var options = new SyreOptions { Mode = DecayMode.SyreAdvanced, Anisotropy = 0.5, Warning = heard.Add };
        using (new SyreSgd([("w", weight)], options: options))
            StringAssert.Contains(heard.Single(), "'w'");
        options = new SyreOptions { WeightDecay = 0, Parameters = (_, _) => false, Warning = heard.Add };
        using (new SyreSgd([("w", weight)], options: options))
            Assert.HasCount(3, heard);
    }

    [NoTensorLeaks]
    public void Switching_syre_on_does_not_move_torchs_generator()
    {
        float[] Run(DecayMode mode)
        {
            using Generator generator = manual_seed(5);
            using Twins twins = new(3, [30, 30]);
            using var optimizer = new SyreAdamW(twins.Left, options: new SyreOptions { Mode = mode });
            twins.DrawGradients();
            optimizer.step();
            using Tensor next = rand(4);
            return Numbers.Of(next);
        }
        CollectionAssert.AreEqual(Run(DecayMode.None), Run(DecayMode.SyreAdvanced));
    }
}
