using System.Collections.Concurrent;
using Microsoft.ML;
using Syre.MLNet.Tests.Tabular;

namespace Syre.MLNet.Tests.Engine;

/// <summary>Disposes of a model that threads score with.</summary>
internal static class DisposalCheck
{
    /// <summary>Asserts that each thread gets right scores until it is told that the model is disposed of.</summary>
    /// <param name="fit">Makes a model, by the number of the round.</param>
    /// <param name="data">What is scored.</param>
    /// <param name="threadCount">Number of threads.</param>
    public static void WhileThreadsScore(Func<int, SyreNetworkTransformer> fit, IDataView data, int threadCount)
    {
        for (int round = 0; round < 5; round++)
        {
            SyreNetworkTransformer model = fit(round);
            float[] expected = Small.Scores(model, data);
            IDataView scored = model.Transform(data);
            var outcomes = new ConcurrentBag<bool>();
            using var started = new CountdownEvent(threadCount);
            Thread[] threads = [.. Enumerable.Range(0, threadCount).Select(_ => new Thread(() =>
            {
                started.Signal();
                try
                {
                    while (true)
                        outcomes.Add(expected.SequenceEqual(Small.Column<float>(scored, "Score")));
                }
                catch (ObjectDisposedException)
                {
                }
                catch (Exception)
                {
                    outcomes.Add(false);
                }
            }))];
            Array.ForEach(threads, thread => thread.Start());
            started.Wait();
            Thread.Sleep(20 * round);
            model.Dispose();
            Array.ForEach(threads, thread => thread.Join());
            Assert.DoesNotContain(false, outcomes);
        }
    }
}
