using System.Runtime.ExceptionServices;

namespace Syre.MLNet;

/// <summary>
/// Several fits at once, for members of an ensemble, folds, seeds or options to compare. One training with small steps is worth one thread
/// and leaves the other cores idle, as do reading and measuring; several trainings use them.
/// </summary>
/// <remarks>
/// <para>Fits do not fight over cores: the CPU engine's trainings share them, each with as many threads as there are cores for each that
/// works at the moment, and the last one gets all. Each gives the bits that it gives alone.</para>
/// <para>libtorch, by which autograd trains, shares nothing: leave <see cref="SyreTrainerOptions.Threads"/> null or 1 there. Forward passes
/// of users' own networks wait for one another where they draw random numbers.</para>
/// <para>A fit may make its trainer, or be given it. Of one MLContext each trainer draws its seed when it is made: trainers that are made
/// within fits need a <see cref="SyreTrainerOptions.Seed"/> of their own to be the same every time.</para>
/// <para>Every fit holds its rows in memory, as it does alone.</para>
/// </remarks>
/// <example>
/// <code>
/// var members = ParallelFits.Run([1, 2, 3], seed => mlContext.Regression.Trainers.SyreNetwork(new() { Seed = seed }).Fit(train));
/// </code>
/// </example>
public static class ParallelFits
{
    /// <summary>
    /// Calls a function for each item, on threads of their own, and waits for all. When one throws, none is begun any more.
    /// </summary>
    /// <typeparam name="TItem">What tells the fits apart: a seed, a fold, options.</typeparam>
    /// <typeparam name="TModel">What a fit gives.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="fit">Fits a model for an item; called by several threads at once.</param>
    /// <param name="atOnce">Most fits at once, at least 1; null (default) for as many as there are processors.</param>
    /// <param name="cancellationToken">Keeps fits from being begun; those that run end by
    /// <see cref="SyreTrainerOptions.CancellationToken"/>. Default: none.</param>
    /// <returns>The models, in the order of the items; the caller owns them.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="atOnce"/> is less than 1.</exception>
    /// <exception cref="AggregateException">More than one fit threw. One exception alone is thrown as it is. The models of the others are
    /// disposed of.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before the last fit began, or all fits that threw were
    /// cancelled. Models are disposed of.</exception>
    public static IReadOnlyList<TModel> Run<TItem, TModel>(
        IReadOnlyList<TItem> items, Func<TItem, TModel> fit, int? atOnce = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(fit);
        if (atOnce < 1)
            throw new ArgumentOutOfRangeException(nameof(atOnce), atOnce, "At least 1 fit must run at once; null is one a processor.");
        var models = new TModel[items.Count];
        var failures = new Exception?[items.Count];
        int begun = 0, failed = 0;
        Thread[] threads = [.. Enumerable.Range(0, Math.Min(items.Count, atOnce ?? Environment.ProcessorCount))
            .Select(_ => new Thread(Work) { IsBackground = true, Name = nameof(ParallelFits) })];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        if (failed == 0 && begun >= items.Count)
            return models;

        foreach (IDisposable model in models.OfType<IDisposable>())
            model.Dispose();
        if (failed == 0)
            throw new OperationCanceledException(cancellationToken);
        Exception[] thrown = [.. failures.OfType<Exception>()];
        // What was called off has not failed, however many fits say so.
        if (thrown.Length == 1 || Array.TrueForAll(thrown, e => e is OperationCanceledException))
            ExceptionDispatchInfo.Throw(thrown[0]);
        throw new AggregateException($"{thrown.Length} of {items.Count} fits failed.", thrown);

        void Work()
        {
            while (Volatile.Read(ref failed) == 0 && !cancellationToken.IsCancellationRequested
                && Interlocked.Increment(ref begun) - 1 is var item && item < items.Count)
            {
                try
                {
                    models[item] = fit(items[item]);
                }
                catch (Exception e)
                {
                    failures[item] = e;
                    Volatile.Write(ref failed, 1);
                }
            }
        }
    }
}
