using Microsoft.ML;
using Syre.MLNet.Tests.Tabular;
using Syre.Tests.EngineBits;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Fitting;

/// <summary>
/// Fits at once give what they give in turn, in the order of the items, and what goes wrong in one is told once all have ended.
/// </summary>
[TestClass]
public sealed class ParallelFitsTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(5)]
    public void Fits_at_once_give_the_bits_of_fits_in_turn(int atOnce)
    {
        int threads = get_num_threads();
        string[] names = [.. EngineTrainings.All.Keys];
        string[] expected = [.. names.Select(name => Train(name, threads: 1))];
        Assert.AreSequenceEqual(expected, ParallelFits.Run(names, name => Train(name, threads: 2), atOnce));
        Assert.AreEqual(threads, get_num_threads());

        static string Train(string name, int threads) =>
            EngineTrainings.All[name](new TrainingSettings(threads, _ => { })) is { Engine: "CPU engine" } trained
                ? trained.Hash
                : throw new InvalidOperationException($"{name} was not trained by the engine.");
    }

    [TestMethod]
    public void Trainers_of_one_context_and_one_view_are_fitted_at_once()
    {
        var ml = new MLContext(1);
        IDataView data = TestData.Regression(ml);
        SyreNetworkEstimator[] trainers =
            [.. Enumerable.Range(0, 6).Select(seed => ml.Regression.Trainers.SyreNetwork(Small.Options with { Seed = seed }))];
        float[][] expected = [.. trainers.Select(trainer => Scores(trainer.Fit(data)))];
        float[][] actual = [.. ParallelFits.Run(trainers, trainer => trainer.Fit(data), atOnce: 3).Select(Scores)];
        for (int seed = 0; seed < expected.Length; seed++)
            Assert.AreSequenceEqual(expected[seed], actual[seed], $"seed {seed}");
        Assert.HasCount(6, actual.Select(scores => scores[0]).Distinct());

        float[] Scores(SyreNetworkTransformer model)
        {
            using (model)
                return Small.Scores(model, data);
        }
    }

    [TestMethod]
    public void No_more_run_at_once_than_asked_for_and_models_keep_their_order()
    {
        int running = 0, most = 0;
        var gate = new Lock();
        IReadOnlyList<int> models = ParallelFits.Run([.. Enumerable.Range(0, 40)], item =>
        {
            int now = Interlocked.Increment(ref running);
            lock (gate)
                most = Math.Max(most, now);
            Thread.Sleep(item % 7);
            Interlocked.Decrement(ref running);
            return 10 * item;
        }, atOnce: 3);
        Assert.AreSequenceEqual(Enumerable.Range(0, 40).Select(item => 10 * item), models);
        Assert.AreEqual(3, most);
        Assert.IsEmpty(ParallelFits.Run(Array.Empty<int>(), item => item));
    }

    [TestMethod]
    public void What_one_throws_is_thrown_no_other_begins_and_models_are_disposed_of()
    {
        var models = new List<Model>();
        int begun = 0;
        var e = Assert.ThrowsExactly<FormatException>(() => ParallelFits.Run([.. Enumerable.Range(0, 100)], item =>
        {
            begun++;
            return item == 3 ? throw new FormatException("the fourth") : Made(models);
        }, atOnce: 1));
        Assert.AreEqual("the fourth", e.Message);
        Assert.AreEqual(4, begun);
        Assert.HasCount(3, models);
        Assert.IsTrue(models.All(model => model.IsDisposed));
    }

    [TestMethod]
    public void What_several_throw_is_told_together()
    {
        using var both = new Barrier(2);
        var e = Assert.ThrowsExactly<AggregateException>(() => ParallelFits.Run<int, int>([1, 2, 3], item =>
        {
            both.SignalAndWait();
            throw new FormatException($"{item}");
        }, atOnce: 2));
        StringAssert.StartsWith(e.Message, "2 of 3 fits failed.");
        Assert.AreSequenceEqual(["1", "2"], e.InnerExceptions.Select(inner => inner.Message));
    }

    [TestMethod]
    public void A_cancelled_token_lets_none_begin_and_a_number_below_1_is_refused()
    {
        var models = new List<Model>();
        using var source = new CancellationTokenSource();
        Assert.ThrowsExactly<OperationCanceledException>(() => ParallelFits.Run([1, 2, 3], item =>
        {
            if (item == 2)
                source.Cancel();
            return Made(models);
        }, atOnce: 1, source.Token));
        Assert.HasCount(2, models);
        Assert.IsTrue(models.All(model => model.IsDisposed));
        Assert.HasCount(1, ParallelFits.Run([2], _ => Made(models)), "all had begun");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ParallelFits.Run([1], item => item, atOnce: 0));
    }

    [TestMethod]
    public void Fits_that_are_called_off_together_are_cancelled_and_have_not_failed()
    {
        using var both = new Barrier(2);
        using var source = new CancellationTokenSource();
        IDataView data = TestData.Binary(new MLContext(seed: 1), 40);
        Assert.ThrowsExactly<OperationCanceledException>(() => ParallelFits.Run([1, 2], seed =>
        {
            both.SignalAndWait();
            source.Cancel();
            return new MLContext(seed: 1).BinaryClassification.Trainers
                .SyreNetwork(Small.Options with { Seed = seed, CancellationToken = source.Token }).Fit(data);
        }, atOnce: 2, source.Token));
        var e = Assert.ThrowsExactly<AggregateException>(() => ParallelFits.Run<int, int>([1, 2], item =>
        {
            both.SignalAndWait();
            throw item == 1 ? new OperationCanceledException() : new FormatException("a failure");
        }, atOnce: 2));
        Assert.HasCount(2, e.InnerExceptions);
    }

    private static Model Made(List<Model> models)
    {
        var model = new Model();
        models.Add(model);
        return model;
    }

    private sealed class Model : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
