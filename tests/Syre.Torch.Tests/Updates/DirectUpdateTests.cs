using CsCheck;
using Syre.Torch.Tests.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Tests.Updates;

[TestClass]
public sealed unsafe class DirectUpdateTests
{
    private static readonly Gen<SyreOptions> s_options = Gen.Select(
        Gen.Enum<DecayMode>(), Gen.Bool, Gen.Bool, Gen.OneOf(Gen.Const(0.0), Gen.Const(0.3), Gen.Const(4.0)),
        (mode, coupled, regenerated, decay) => new SyreOptions
        {
            Mode = mode,
            Coupled = coupled,
            StaticBiasStorage = regenerated && mode != DecayMode.L2Init ? StaticBiasStorage.Regenerated : StaticBiasStorage.Stored,
            WeightDecay = decay,
            Sigma0 = 0.5,
            Seed = 3,
        });

    private static readonly Gen<Maker> s_optimizers = Gen.OneOf(
        Gen.Const<Maker>((parameters, options) => new SyreAdamW(parameters, 0.01, options: options)),
        Gen.Const<Maker>((parameters, options) => new SyreSgd(parameters, 0.3, options: options)),
        Gen.Const<Maker>((parameters, options) => new SyreSgd(parameters, 0.3, momentum: 0.9, nesterov: true, options: options)));

    private delegate SyreOptimizer Maker(IEnumerable<(string, Parameter)> parameters, SyreOptions options);

    [NoTensorLeaks]
    public void Pieces_of_any_size_give_the_bits_of_a_step_with_the_whole_gradient() =>
        Gen.Select(Gen.Int, Gen.Int[1, 5000], s_options, s_optimizers, Gen.Int[0, 5000].Array[0, 6])
            .Sample((seed, length, options, make, cuts) =>
        {
            using var twins = new Twins(seed, [length], [3, 7]);
            using SyreOptimizer left = make(twins.Left, options), right = make(twins.Right, options);
            DirectUpdate[] updates = [.. twins.Right.Select(named => right.Direct(named.parameter))];
            for (int step = 0; step < 4; step++)
            {
                if (step == 2)
                    left.LearningRate = right.LearningRate = 0.002;
                twins.DrawGradients();
                left.step();
                for (int i = 0; i < updates.Length; i++)
                {
                    updates[i].Begin();
                    ApplyInPieces(updates[i], Gradient(twins.Left[i].parameter), cuts);
                }
                twins.AreClose(0);
            }
            Assert.AreSequenceEqual(State(left), State(right));
        }, iter: 60);

    [NoTensorLeaks]
    public void Pieces_may_be_applied_by_several_threads_and_take_turns_with_steps()
    {
        const int length = 40_000;
        var options = new SyreOptions { Mode = DecayMode.SyreAdvanced, StaticBiasStorage = StaticBiasStorage.Regenerated };
        using var twins = new Twins(5, [length]);
        using var left = new SyreAdamW(twins.Left, options: options);
        using var right = new SyreAdamW(twins.Right, options: options);
        DirectUpdate update = right.Direct(twins.Right[0].parameter);
        Assert.AreEqual(length, update.Length);
        for (int step = 0; step < 6; step++)
        {
            twins.DrawGradients();
            left.step();
            float[] gradient = Gradient(twins.Right[0].parameter);
            if (step % 2 == 0)
            {
                right.step();
                continue;
            }
            update.Begin();
            Parallel.For(0, 40, piece =>
            {
                fixed (float* start = gradient)
                    update.Apply(piece * 1000L, start + piece * 1000, 1000);
            });
        }
        twins.AreClose(0);
    }

    [NoTensorLeaks]
    public void Rows_of_a_table_get_the_bits_of_a_step_with_a_sparse_gradient() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[1, 70], s_options.Select(options => options with { Coupled = false }), s_optimizers, Gen.Bool)
            .Sample((seed, width, options, make, inTwo) =>
            {
                const int rows = 50;
                var random = new Random(seed);
                using Table left = new(rows, width, seed), right = new(rows, width, seed);
                using SyreOptimizer first = make(left.Named, options), second = make(right.Named, options);
                DirectUpdate update = second.Direct(right.Parameter);
                for (int step = 0; step < 5; step++)
                {
                    long[] all = [.. Enumerable.Range(0, rows).Select(row => (long)row)];
                    random.Shuffle(all);
                    long[] touched = all[..random.Next(rows)];
                    float[] gradient = [.. Enumerable.Range(0, touched.Length * width).Select(_ => random.NextSingle() - 0.5f)];
                    left.SetSparse(touched, gradient);
                    first.step();
                    update.BeginRows(touched);
                    int cut = inTwo ? touched.Length / 2 : 0;
                    fixed (float* start = gradient)
                    {
                        update.ApplyRows(touched.AsSpan(cut), start + cut * width);
                        update.ApplyRows(touched.AsSpan(0, cut), start);
                    }
                    Assert.AreSequenceEqual(left.Values, right.Values);
                }
                Assert.AreSequenceEqual(State(first), State(second));
                first.CatchUp();
                second.CatchUp();
                Assert.AreSequenceEqual(left.Values, right.Values);
            }, iter: 60);

    [TestMethod]
    public void What_cannot_be_updated_directly_is_refused()
    {
        using var table = new Table(4, 3);
        using var other = new Table(4, 3);
        using Tensor numbers = arange(12, dtype: float32);
        using Tensor columns = numbers.reshape(3, 4).t();
        using var turned = new Parameter(columns);
        using var vector = new Parameter(ones(5));
        using var optimizer = new SyreAdamW(
            [.. table.Named, ("turned", turned), ("vector", vector)], options: new SyreOptions { Coupled = true });
        Assert.ThrowsExactly<ArgumentException>(() => optimizer.Direct(other.Parameter));
        Assert.Contains("'turned' is not contiguous", Assert.ThrowsExactly<ArgumentException>(() => optimizer.Direct(turned)).Message);
        using var wholeTensors = new SyreAdamW(other.Named, options: new SyreOptions { UsesWholeTensors = true });
        Assert.ThrowsExactly<ArgumentException>(() => wholeTensors.Direct(other.Parameter));

        DirectUpdate update = optimizer.Direct(table.Parameter), ofVector = optimizer.Direct(vector);
        float* gradient = stackalloc float[12];
        Assert.Contains("call Begin first", Assert.ThrowsExactly<InvalidOperationException>(() => Apply(0, 12)).Message);
        update.Begin();
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Apply(-1, 2));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Apply(8, 5));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Apply(0, -1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => update.BeginRows([0, 4]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => update.BeginRows([-1]));
        Assert.Contains("coupled", Assert.ThrowsExactly<NotSupportedException>(() => update.BeginRows([0])).Message);
        Assert.ThrowsExactly<InvalidOperationException>(() => ofVector.BeginRows([0]));
        Assert.ThrowsExactly<InvalidOperationException>(() => ofVector.ApplyRows([], null));

        void Apply(long start, int length) => update.Apply(start, gradient, length);
    }

    private static void ApplyInPieces(DirectUpdate update, float[] gradient, int[] cuts)
    {
        int[] ends = [.. cuts.Select(cut => Math.Min(cut, gradient.Length)).Append(gradient.Length).Order()];
        fixed (float* start = gradient)
        {
            for (int i = ends.Length - 1; i >= 0; i--)
            {
                int from = i == 0 ? 0 : ends[i - 1];
                update.Apply(from, start + from, ends[i] - from);
            }
        }
    }

    private static float[] Gradient(Parameter parameter)
    {
        using Tensor gradient = parameter.grad!;
        return Numbers.Of(gradient);
    }

    private static byte[] State(SyreOptimizer optimizer)
    {
        using var stream = new MemoryStream();
        optimizer.SaveState(stream);
        return stream.ToArray();
    }
}
