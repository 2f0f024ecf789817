using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Syre.Torch.Tests.Optimizers;

[TestClass]
public sealed class SyreOptimizerTests
{
    private static readonly SyreOptions s_plain = new() { Mode = DecayMode.Plain, WeightDecay = 0.5 };

    [NoTensorLeaks]
    public void TorchSharps_schedulers_steer_every_group_as_they_steer_TorchSharps_own()
    {
        using Twins twins = new(1, [2], [3]);
        Func<optim.Optimizer, optim.lr_scheduler.LRScheduler>[] schedulers =
        [
            o => optim.lr_scheduler.StepLR(o, 2, 0.1),
            o => optim.lr_scheduler.ExponentialLR(o, 0.9),
            o => optim.lr_scheduler.CosineAnnealingLR(o, 10),
            o => optim.lr_scheduler.LinearLR(o),
            o => optim.lr_scheduler.LambdaLR(o, epoch => 1.0 / (1 + epoch)),
            o => optim.lr_scheduler.OneCycleLR(o, max_lr: 0.1, total_steps: 10),
        ];
        foreach (Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> make in schedulers)
        {
            using var reference = optim.AdamW(twins.Left, 0.01);
            using var ours = new SyreAdamW(twins.Right, 0.01);
            optim.lr_scheduler.LRScheduler left = make(reference), right = make(ours);
            for (int i = 0; i < 5; i++)
            {
                Assert.AreEqual(reference.ParamGroups.Single().LearningRate, ours.LearningRate);
                left.step();
                right.step();
            }
            Assert.AreEqual(((optim.IBetas)reference.ParamGroups.Single()).Betas, ours.Betas);
        }
    }

    [NoTensorLeaks]
    public void A_scheduler_changes_the_step_and_cycles_momentum_as_it_does_TorchSharps()
    {
        using var weight = Numbers.Parameter(0);
        using var reference = optim.SGD([weight], 1, momentum: 0.9);
        using var ours = new SyreSgd([("w", weight)], lr: 1, momentum: 0.9, options: new SyreOptions { Mode = DecayMode.None });
        optim.lr_scheduler.LRScheduler left = Cyclic(reference), right = Cyclic(ours);
        for (int step = 0; step < 5; step++)
        {
            Assert.AreEqual(reference.ParamGroups.Single().LearningRate, ours.LearningRate);
            Assert.AreEqual(((optim.IMomentum)reference.ParamGroups.Single()).Momentum, ours.Momentum);
            left.step();
            right.step();
        }
        ours.ParamGroups.Single().LearningRate = 0.25;
        Numbers.SetGradient(weight, 1);
        ours.step();
        Assert.AreEqual(-0.25f, Numbers.Of(weight)[0]);
        ours.zero_grad();

        static optim.lr_scheduler.LRScheduler Cyclic(optim.Optimizer o) => optim.lr_scheduler.CyclicLR(
            o, base_lr: 0.25, max_lr: 0.5, step_size_up: 2);
    }

    [NoTensorLeaks]
    public void Groups_have_their_own_learning_rate_and_weight_decay()
    {
        using var first = Numbers.Parameter(4);
        using var second = Numbers.Parameter(4);
        SyreParameterGroup[] groups =
        [
            new("first", [("a", first)]),
            new("second", [("b", second)]) { LearningRateFactor = 0.5, WeightDecayFactor = 0 },
        ];
        using var optimizer = new SyreSgd(groups, lr: 1, options: s_plain);
        void Step()
        {
            Numbers.SetGradient(first, 1);
            Numbers.SetGradient(second, 1);
            optimizer.step();
        }
        Step();
        Assert.AreEqual((4 - 2f - 1, 4 - 0.5f), (Numbers.Of(first)[0], Numbers.Of(second)[0]));
        optimizer.LearningRate = 0.5;
        optimizer.WeightDecay = 1;
        Step();
        Assert.AreEqual((1 - 0.5f - 0.5f, 3.5f - 0.25f), (Numbers.Of(first)[0], Numbers.Of(second)[0]));
        CollectionAssert.AreEqual(new[] { 0.5, 0.25 }, optimizer.ParamGroups.Select(group => group.LearningRate).ToArray());
        Assert.AreEqual((0.5, 1.0), (optimizer.LearningRate, optimizer.WeightDecay));
        optimizer.zero_grad();
    }

    [NoTensorLeaks]
    public void Gradient_clipping_reaches_the_step()
    {
        using var weight = Numbers.Parameter(0, 0);
        using var optimizer = new SyreSgd([("w", weight)], lr: 1, options: new SyreOptions { Mode = DecayMode.None });
        Numbers.SetGradient(weight, 3, 4);
        nn.utils.clip_grad_norm_([weight], 1);
        optimizer.step();
        Numbers.AreClose([-0.6f, -0.8f], Numbers.Of(weight), 1e-5);
        optimizer.zero_grad();
    }

    [NoTensorLeaks]
    [DataRow(false)]
    [DataRow(true)]
    public void Parameters_without_gradient_and_frozen_ones_are_left_alone(bool wholeTensors)
    {
        using var reached = Numbers.Parameter(1);
        using var unreached = Numbers.Parameter(1);
        using var frozen = Numbers.Parameter(1);
        using var optimizer = new SyreSgd(
            [("reached", reached), ("unreached", unreached), ("frozen", frozen)], lr: 1,
            options: s_plain with { UsesWholeTensors = wholeTensors });
        Numbers.SetGradient(reached, 0);
        Numbers.SetGradient(frozen, 1);
        frozen.requires_grad = false;
        optimizer.step();
        Assert.AreEqual((0.5f, 1f, 1f), (Numbers.Of(reached)[0], Numbers.Of(unreached)[0], Numbers.Of(frozen)[0]));
        optimizer.zero_grad();
    }

    [NoTensorLeaks]
    public void Zero_grad_drops_gradients_so_that_an_unreached_parameter_is_not_pulled_later()
    {
        using Linear reached = Linear(2, 1), unreached = Linear(2, 1);
        using var optimizer = new SyreAdamW(
            reached.named_parameters().Select(p => ("a." + p.name, p.parameter)).Concat(unreached.named_parameters()), options: s_plain);
        float[] before = Numbers.Of(unreached.weight!);
        Training.Run(optimizer, 1, () => (reached.call(ones(1, 2)) + unreached.call(ones(1, 2))).sum());
        float[] between = Numbers.Of(unreached.weight!);
        Training.Run(optimizer, 1, () => reached.call(ones(1, 2)).sum());
        CollectionAssert.AreNotEqual(before, between);
        CollectionAssert.AreEqual(between, Numbers.Of(unreached.weight!));
        Assert.IsNull(reached.weight!.grad);
    }

    [NoTensorLeaks]
    public void Shared_parameters_are_updated_once_through_whichever_object_they_come()
    {
        using var weight = Numbers.Parameter(1);
        using var alias = new Parameter(weight.alias());
        using var optimizer = new SyreSgd([("a", weight), ("b", weight), ("c", alias)], lr: 1, options: s_plain);
        Assert.HasCount(1, optimizer.parameters());
        Numbers.SetGradient(weight, 0);
        optimizer.step();
        Assert.AreEqual(0.5f, Numbers.Of(weight)[0]);
        Assert.IsTrue(weight.requires_grad);
        optimizer.zero_grad();
    }

    [NoTensorLeaks]
    public void A_closure_is_evaluated_with_gradients_and_its_loss_returned()
    {
        using var weight = Numbers.Parameter(3);
        using var optimizer = new SyreSgd([("w", weight)], lr: 0.5, options: new SyreOptions { Mode = DecayMode.None });
        using var none = no_grad();
        using Tensor loss = optimizer.step(() =>
        {
            using Tensor square = weight.square();
            Tensor sum = square.sum();
            sum.backward();
            return sum;
        })!;
        Assert.AreEqual((9f, 0f), (loss.item<float>(), Numbers.Of(weight)[0]));
        optimizer.zero_grad();
    }

    [NoTensorLeaks]
    public void Memory_layout_of_weight_and_gradient_does_not_matter()
    {
        using var scope = NewDisposeScope();
        Tensor values = arange(6).to_type(ScalarType.Float32).reshape(2, 3), slope = values * values;
        var plain = new Parameter(values.clone());
        var turned = new Parameter(values.t().contiguous().t());
        plain.grad = slope.t().contiguous().t();
        turned.grad = slope;
        using var left = new SyreAdamW([("w", plain)], lr: 0.1);
        using var right = new SyreAdamW([("w", turned)], lr: 0.1);
        left.step();
        right.step();
        Assert.IsFalse(turned.is_contiguous());
        CollectionAssert.AreEqual(Numbers.Of(plain), Numbers.Of(turned));
        CollectionAssert.AreNotEqual(Numbers.Of(values), Numbers.Of(plain));
    }

    [NoTensorLeaks]
    public void All_parameters_that_cannot_be_trained_are_named_in_one_message()
    {
        using var scope = NewDisposeScope();
        var gone = new Parameter(zeros(2));
        gone.Dispose();
        Parameter weight = new(zeros(2)), detached = new(weight.detach());
        (string, Parameter)[] parameters =
        [
            ("half", new Parameter(zeros(2, ScalarType.Float16))), ("brain", new Parameter(zeros(2, ScalarType.BFloat16))),
            ("double", new Parameter(zeros(2, ScalarType.Float64))), ("gone", gone), ("w", weight), ("w", new Parameter(ones(2))),
            ("view", detached),
        ];
        string message = Assert.ThrowsExactly<ArgumentException>(() => new SyreAdamW(parameters)).Message;
        foreach (string part in new[] { "'half' is Float16", "'brain' is BFloat16", "rounded away", "'double' is Float64", "'gone'",
            "Two parameters are named 'w'", "'w' and 'view' share memory" })
        {
            StringAssert.Contains(message, part);
        }
    }

    [NoTensorLeaks]
    public void Values_that_are_not_finite_have_no_deviation_and_are_refused()
    {
        using var weight = Numbers.Parameter(1, float.NaN);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => new SyreAdamW([("w", weight)])).Message, "'w'");
    }

    [NoTensorLeaks]
    public void Nothing_to_train_groups_of_one_name_and_negative_factors_are_refused()
    {
        SyreParameterGroup[] groups = [new("g", []) { LearningRateFactor = -1 }, new("g", []) { WeightDecayFactor = double.NaN }];
        string message = Assert.ThrowsExactly<ArgumentException>(() => new SyreSgd(groups)).Message;
        foreach (string part in new[] { "no parameter", "named 'g'", "LearningRateFactor of group 'g' is -1",
            "WeightDecayFactor of group 'g' is NaN" })
        {
            StringAssert.Contains(message, part);
        }
    }

    [NoTensorLeaks]
    public void Later_settings_are_checked_and_unnamed_groups_refused()
    {
        using var weight = Numbers.Parameter(1);
        using var optimizer = new SyreSgd([("w", weight)]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => optimizer.LearningRate = -1);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => optimizer.WeightDecay = double.NaN).Message,
            "WeightDecay");
        Assert.ThrowsExactly<NotSupportedException>(() => optimizer.add_param_group(new ParamGroup()));
    }

    [NoTensorLeaks]
    public void Made_inside_a_dispose_scope_it_outlives_the_scope()
    {
        using Twins twins = new(2, [5]);
        SyreAdamW optimizer;
        using (NewDisposeScope())
            optimizer = new SyreAdamW(twins.Left, options: new SyreOptions { Mode = DecayMode.SyreAdvanced });
        twins.DrawGradients();
        optimizer.step();
        optimizer.Dispose();
    }
}
