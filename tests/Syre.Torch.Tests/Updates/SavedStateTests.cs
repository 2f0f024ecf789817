using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Tests.Updates;

[TestClass]
public sealed class SavedStateTests
{
    public static IEnumerable<object[]> Arms =>
        from mode in Enum.GetValues<DecayMode>()
        from adam in new[] { false, true }
        from tensors in new[] { false, true }
        select new object[] { mode, adam, tensors };

    [NoTensorLeaks]
    [DynamicData(nameof(Arms))]
    public void A_run_continues_bit_for_bit_and_the_saved_seed_and_sigma0_win(DecayMode mode, bool adam, bool tensors)
    {
        using Twins twins = new(5, [7], [4, 9]);
        var options = new SyreOptions { Mode = mode, WeightDecay = 0.3, Sigma0 = 0.2, Seed = 11, UsesWholeTensors = tensors };
        using SyreOptimizer whole = Make(twins.Left, options, adam);
        using var state = new MemoryStream();
        using (SyreOptimizer first = Make(twins.Right, options, adam))
        {
            Step(twins, whole, first, 4);
            whole.LearningRate = first.LearningRate = 0.02;
            whole.WeightDecay = first.WeightDecay = 0.6;
            state.Write([1, 2, 3]);
            first.SaveState(state);
        }
        state.WriteByte(42);
        state.Position = 3;
        SyreOptions changed = options with { Seed = 12, Sigma0 = 0.9, WeightDecay = 0.1, Parameters = (_, _) => false };
        using SyreOptimizer second = Make(twins.Right, changed, adam);
        second.LoadState(state);
        Assert.AreEqual(42, state.ReadByte(), "the caller's stream stays open, right after the state");
        Step(twins, whole, second, 4);
        twins.AreClose(0);
    }

    [NoTensorLeaks]
    public void The_file_begins_with_magic_and_version()
    {
        using Twins twins = new(5, [1]);
        using SyreOptimizer optimizer = Make(twins.Left, new SyreOptions(), adam: true);
        CollectionAssert.AreEqual((byte[])[.. "SYREOPT1"u8, 1, 0, 0, 0, 9, .. "SyreAdamW"u8, 3, 0, 0, 0, 0], Saved(optimizer)[..27]);
    }

    [NoTensorLeaks]
    public void A_state_of_something_else_is_refused_and_the_message_says_what_differs()
    {
        using Twins twins = new(5, [7], [4, 9]);
        using Twins wider = new(5, [8], [4, 9]);
        var options = new SyreOptions();
        using SyreOptimizer optimizer = Make(twins.Left, options, adam: true);
        (SyreOptimizer Other, string Difference)[] others =
        [
            (Make(twins.Right, options, adam: false), "optimizer SyreSgd"),
            (Make(twins.Right, options with { Mode = DecayMode.Plain }, adam: true), "decay mode Plain"),
            (Make(twins.Right, options with { Coupled = true }, adam: true), "coupling True"),
            (Make(twins.Right[..1], options, adam: true), "number of parameters 1"),
            (Make([("other", twins.Right[0].parameter), twins.Right[1]], options, adam: true), "name of a parameter other"),
            (Make(wider.Right, options, adam: true), "elements of parameter 'p0' 8"),
        ];
        foreach ((SyreOptimizer other, string difference) in others)
        {
            using (other)
            {
                StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(
                    () => optimizer.LoadState(new MemoryStream(Saved(other)))).Message, difference);
            }
        }
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidDataException>(() => optimizer.LoadState(new MemoryStream("something else"u8.ToArray()))).Message,
                "SYREOPT1");
    }

    [NoTensorLeaks]
    public void A_file_cut_anywhere_is_refused_and_changes_nothing()
    {
        using Twins twins = new(5, [2]);
        using SyreOptimizer left = Make(twins.Left, new SyreOptions(), adam: true);
        using SyreOptimizer right = Make(twins.Right, new SyreOptions(), adam: true);
        Step(twins, left, right, 2);
        byte[] changed;
        using (SyreOptimizer other = Make(twins.Right, new SyreOptions { Seed = 99, Sigma0 = 3 }, adam: true))
            changed = Saved(other);
        for (int length = 0; length < changed.Length; length++)
            Assert.ThrowsExactly<InvalidDataException>(() => right.LoadState(new MemoryStream(changed[..length])), $"length {length}");
        Step(twins, left, right, 3);
        twins.AreClose(0);
    }

    private static SyreOptimizer Make(IEnumerable<(string, Parameter)> parameters, SyreOptions options, bool adam) => adam
        ? new SyreAdamW(parameters, lr: 0.05, options: options)
        : new SyreSgd(parameters, lr: 0.05, momentum: 0.9, options: options);

    private static byte[] Saved(SyreOptimizer optimizer)
    {
        using var stream = new MemoryStream();
        optimizer.SaveState(stream);
        return stream.ToArray();
    }

    private static void Step(Twins twins, optim.Optimizer left, optim.Optimizer right, int count)
    {
        for (int i = 0; i < count; i++)
        {
            twins.DrawGradients(missing: 0.2);
            left.step();
            right.step();
        }
    }
}
