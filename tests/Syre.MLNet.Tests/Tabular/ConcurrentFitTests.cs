using Microsoft.ML;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Tabular;

/// <summary>
/// Fits beside each other give what they give one after the other, users' own networks too, and leave what libtorch keeps for the process.
/// </summary>
[TestClass]
public sealed class ConcurrentFitTests
{
    private static readonly MLContext s_ml = new(seed: 1);
    private static readonly IDataView s_data = TestData.Binary(s_ml, 96);

    [TestMethod]
    public void Own_networks_with_dropout_beside_each_other_are_those_of_fits_in_turn()
    {
        int threads = get_num_threads();
        using Tensor before = get_rng_state();
        float[][] expected = [.. Enumerable.Range(0, 6).Select(Scores)];
        for (int round = 0; round < 3; round++)
        {
            float[][] actual = new float[expected.Length][];
            OnThreads(actual.Length, i => actual[i] = Scores(i));
            for (int i = 0; i < expected.Length; i++)
                Assert.AreSequenceEqual(expected[i], actual[i], $"round {round}, fit {i}");
        }
        using Tensor after = get_rng_state();
        Assert.IsTrue(before.bytes.SequenceEqual(after.bytes), "the caller's generator has moved");
        Assert.AreEqual(threads, get_num_threads());
    }

    [TestMethod]
    public void Draws_of_the_caller_between_epochs_do_not_change_an_own_network()
    {
        float[] expected = Scores(0);
        float[] actual = Scores(0, () => rand(7).Dispose());
        Assert.AreSequenceEqual(expected, actual);
    }

    [TestMethod]
    public void A_fit_within_a_fit_changes_neither()
    {
        float[] outer = Scores(0), inner = Scores(1), found = [];
        Assert.AreSequenceEqual(outer, Scores(0, () => found = Scores(1)));
        Assert.AreSequenceEqual(inner, found);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void The_last_fit_of_several_puts_the_threads_back(int threads)
    {
        int before = get_num_threads();
        set_num_threads(threads);
        OnThreads(4, i => Small.FitBinary(Small.Options with { Threads = i % 2 + 1, Epochs = 2 + i }, rows: 60).Dispose());
        Assert.AreEqual(threads, get_num_threads());
        int seen = 0;
        OnThreads(1, _ => seen = get_num_threads());
        Assert.AreEqual(threads, seen, "on another thread");
        set_num_threads(before);
    }

    /// <summary>Scores of a network of the user's own with dropout, and of a built-in one for every third seed.</summary>
    private static float[] Scores(int seed) => Scores(seed, null);

    private static float[] Scores(int seed, Action? betweenEpochs)
    {
        SyreNetworkOptions options = Small.Options with
        {
            Seed = seed,
            Epochs = 3,
            Progress = _ => betweenEpochs?.Invoke(),
            Network = seed % 3 == 2 ? null : context => nn.Sequential(
                nn.Linear(context.InputSize, 8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, context.OutputSize)),
        };
        using SyreNetworkTransformer model = new MLContext(1).BinaryClassification.Trainers.SyreNetwork(options).Fit(s_data);
        return Small.Scores(model, s_data);
    }

    private static void OnThreads(int count, Action<int> work)
    {
        Exception? failed = null;
        Thread[] threads = [.. Enumerable.Range(0, count).Select(i => new Thread(() =>
        {
            try
            {
                work(i);
            }
            catch (Exception e)
            {
                failed = e;
            }
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        Assert.IsNull(failed, failed?.ToString());
    }
}
