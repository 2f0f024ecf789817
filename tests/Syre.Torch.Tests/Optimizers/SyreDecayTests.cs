using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Tests.Optimizers;

[TestClass]
public sealed class SyreDecayTests
{
    private static readonly SyreOptions s_options = new() { WeightDecay = 0.5, Sigma0 = 0.3, Seed = 2 };

    [NoTensorLeaks]
    [DataRow(DecayMode.Plain)]
    [DataRow(DecayMode.Syre)]
    [DataRow(DecayMode.SyreAdvanced)]
    public void Before_TorchSharps_AdamW_it_makes_SyreAdamW(DecayMode mode)
    {
        using Twins twins = new(8, [5], [6, 3]);
        using var reference = new SyreAdamW(twins.Left, lr: 0.05, options: s_options with { Mode = mode });
        using var adamW = optim.AdamW(twins.Right, 0.05, weight_decay: 0);
        using var decay = new SyreDecay(twins.Right, s_options with { Mode = mode });
        for (int step = 0; step < 8; step++)
        {
            twins.DrawGradients(missing: 0.2);
            reference.step();
            decay.Step(adamW);
            adamW.step();
        }
        twins.AreClose(2e-5);
    }

    [NoTensorLeaks]
    public void After_another_optimizer_it_pulls_the_new_weights_at_each_groups_learning_rate()
    {
        using var first = Numbers.Parameter(2);
        using var second = Numbers.Parameter(2);
        SGD.ParamGroup[] groups = [new([first], lr: 1), new([second], lr: 0.5)];
        using var optimizer = optim.SGD(groups, 1);
        using var decay = new SyreDecay([("b", second), ("a", first)], new SyreOptions { Mode = DecayMode.Plain, WeightDecay = 0.5 });
        Numbers.SetGradient(first, 1);
        Numbers.SetGradient(second, 1);
        optimizer.step();
        decay.Step(optimizer);
        Assert.AreEqual((1 - 0.5f, 1.5f - 0.375f), (Numbers.Of(first)[0], Numbers.Of(second)[0]));
        groups[0].LearningRate = 0;
        decay.WeightDecay = 1;
        decay.Step(optimizer);
        Assert.AreEqual((0.5f, 1.125f - 0.5625f), (Numbers.Of(first)[0], Numbers.Of(second)[0]));
        first.grad = null;
        second.grad = null;
    }

    [NoTensorLeaks]
    [DataRow(false)]
    [DataRow(true)]
    public void A_parameter_without_gradient_is_not_pulled(bool wholeTensors)
    {
        using var reached = Numbers.Parameter(2, 2);
        using var unreached = Numbers.Parameter(2, 2);
        using var decay = new SyreDecay(
            [("a", reached), ("b", unreached)],
            new SyreOptions { Mode = DecayMode.Plain, WeightDecay = 0.5, UsesWholeTensors = wholeTensors });
        Numbers.SetGradient(reached, 0, 0);
        decay.Step(1);
        CollectionAssert.AreEqual(new float[] { 1, 1 }, Numbers.Of(reached));
        CollectionAssert.AreEqual(new float[] { 2, 2 }, Numbers.Of(unreached));
        reached.grad = null;
    }

    [NoTensorLeaks]
    public void Its_state_restores_the_target_after_the_weights_have_changed()
    {
        using Twins twins = new(8, [5]);
        using var state = new MemoryStream();
        using var whole = new SyreDecay(twins.Left, s_options);
        using (var first = new SyreDecay(twins.Right, s_options))
        {
            twins.DrawGradients();
            whole.Step(0.5);
            first.Step(0.5);
            first.SaveState(state);
        }
        state.Position = 0;
        using var second = new SyreDecay(twins.Right, s_options with { Seed = 77 });
        second.LoadState(state);
        whole.Step(0.5);
        second.Step(0.5);
        twins.AreClose(0);
    }

    [NoTensorLeaks]
    public void Coupling_a_foreign_optimizer_and_one_that_pulls_are_refused()
    {
        using Twins twins = new(8, [5], [4]);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(
            () => new SyreDecay(twins.Left, s_options with { Coupled = true })).Message, "Coupled");
        using var decay = new SyreDecay(twins.Left, s_options);
        using var partial = optim.SGD([twins.Left[0].parameter], 1);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => decay.Step(partial)).Message, "'p1'");
        using var pulling = new SyreSgd(twins.Left);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => decay.Step(pulling)).Message, "pulls by itself");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => decay.Step(-1));
    }
}
