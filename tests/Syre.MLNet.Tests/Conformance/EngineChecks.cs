using System.Collections.Concurrent;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>One row at a time gives what a batch gives, from any number of threads, and disposal follows ownership.</summary>
public static class EngineChecks
{
    private const int Threads = 8;

    /// <summary>A value of the batch and of a single row may differ by rounding, since they sum in another order.</summary>
    private const double Rounding = 1e-5;

    public static void OneRowEqualsBatch(EstimatorCase @case)
    {
        foreach ((string name, ITransformer model) in @case.Fitted.Models)
        {
            float[][] batch = @case.Engine.Batch(@case.Fitted.ML, model);
            using OpenEngine engine = @case.Engine.Open(@case.Fitted.ML, model);
            foreach (int row in Enumerable.Range(0, @case.Engine.Count))
                Values.MustBeSame(batch[row], engine.Predict(row), Rounding, $"{name}, row {row}");
        }
    }

    /// <summary>The row object stays the same from one prediction to the next; its getters must fetch their inputs anew.</summary>
    public static void PredictionsFollowTheInput(EstimatorCase @case)
    {
        foreach ((string name, ITransformer model) in @case.Fitted.Models)
        {
            using OpenEngine engine = @case.Engine.Open(@case.Fitted.ML, model);
            float[] first = engine.Predict(0);
            int other = Enumerable.Range(1, @case.Engine.Count - 1)
                .First(row => !Values.Same(first, @case.Engine.Batch(@case.Fitted.ML, model)[row], 1e-3));
            Must.Hold(!Values.Same(first, engine.Predict(other), 1e-3), $"{name}: a different row gets the prediction of the row before");
            Values.MustBeSame(first, engine.Predict(0), 0, $"{name}: the first row again");
        }
    }

    /// <summary>A user's class may have members that are named as the model's columns, before and after the features.</summary>
    public static void MembersNamedAsOutputsChangeNothing(TrainerCase @case)
    {
        FittedCase fitted = @case.Alone.Fitted;
        foreach ((string name, ITransformer model) in fitted.Models)
        {
            float[][] plain = @case.Task.Engine.Batch(fitted.ML, model), batch = @case.Task.ShadowedEngine.Batch(fitted.ML, model);
            Values.MustBeSame(plain, batch, Rounding, $"{name}, members named as outputs");
            using OpenEngine engine = @case.Task.ShadowedEngine.Open(fitted.ML, model);
            foreach (int row in Enumerable.Range(0, plain.Length))
                Values.MustBeSame(plain[row], engine.Predict(row), Rounding, $"{name}, members named as outputs, row {row}");
        }
    }

    /// <summary>The row mapper works on any row, and needs no column that it does not name as a dependency.</summary>
    public static void RowMapperNeedsOnlyItsDependencies(EstimatorCase @case)
    {
        FittedCase fitted = @case.Fitted;
        foreach ((string name, ITransformer model) in fitted.Models)
        {
            float[][] batch = fitted.Scores(model, fitted.Data);
            IRowToRowMapper mapper = model.GetRowToRowMapper(fitted.Data.Schema);
            DataViewSchema.Column[] added = [.. fitted.AddedColumns.Select(column => mapper.OutputSchema[column])];
            using DataViewRowCursor cursor = fitted.Data.GetRowCursor(mapper.GetDependencies(added));
            using DataViewRow row = mapper.GetRow(cursor, added);
            Func<object>[] readers = [.. added.Select(column => Values.Reader(row, column))];
            float[][] mapped = new float[batch.Length][];
            while (cursor.MoveNext())
                mapped[cursor.Position] = Values.Numbers(readers.Select(read => read()).ToArray());
            Values.MustBeSame(batch, mapped, Rounding, $"{name}, by its row mapper");
        }
    }

    public static void EnginePerThreadOverOneModel(EstimatorCase @case)
    {
        foreach ((string name, ITransformer model) in @case.Fitted.Models)
        {
            float[][] batch = @case.Engine.Batch(@case.Fitted.ML, model);
            OnThreads(_ =>
            {
                using OpenEngine engine = @case.Engine.Open(@case.Fitted.ML, model);
                foreach (int row in Enumerable.Range(0, 5 * @case.Engine.Count))
                {
                    Values.MustBeSame(batch[row % batch.Length], engine.Predict(row % batch.Length), Rounding,
                        $"{name}, row {row % batch.Length}");
                }
            });
        }
    }

    public static void ParallelTransformOverOneModel(EstimatorCase @case)
    {
        FittedCase fitted = @case.Fitted;
        foreach ((string name, ITransformer model) in fitted.Models)
        {
            float[][] alone = fitted.Scores(model, fitted.Data);
            OnThreads(_ => Values.MustBeSame(alone, fitted.Scores(model, fitted.Data), Rounding, $"{name}, in parallel"));
        }
    }

    public static void DisposalFollowsOwnership(EstimatorCase @case)
    {
        var ml = new MLContext(seed: 1);
        ITransformer model = @case.FitAnew(ml);
        float[][] batch = @case.Engine.Batch(ml, model);
        using (OpenEngine lent = @case.Engine.Open(ml, model, ownsTransformer: false))
            lent.Predict(0);
        Values.MustBeSame(batch, @case.Engine.Batch(ml, model), 0, "after an engine that did not own the model was disposed");

        IDataView data = @case.Inputs[0].View(ml);
        IDataView view = model.Transform(data);
        using OpenEngine other = @case.Engine.Open(ml, model, ownsTransformer: false);
        OpenEngine owner = @case.Engine.Open(ml, model, ownsTransformer: true);
        owner.Dispose();
        owner.Dispose();
        (model as IDisposable)?.Dispose();
        if (@case.FailsAfterDispose)
        {
            Refuses(() => @case.Engine.Batch(ml, model), "scoring with a model that its engine has disposed");
            Refuses(() => other.Predict(0), "another engine of a model that its engine has disposed");
            Refuses(() => Values.Rows(view, @case.Fitted.AddedColumns), "a view of a model that its engine has disposed");
            Refuses(() => ml.Model.Save(model, data.Schema, new MemoryStream()), "saving a model that its engine has disposed");
        }

        (new MLContext().Model.LoadSurely(new MemoryStream(@case.Fitted.File), out _) as IDisposable)?.Dispose();
    }

    /// <summary>
    /// A model disposed of while others score with it: each call gets its answer or is refused, and none reads memory that was freed.
    /// </summary>
    public static void DisposalWaitsForCallsUnderWay(EstimatorCase @case)
    {
        if (!@case.FailsAfterDispose)
            return;
        var ml = new MLContext(seed: 1);
        ITransformer model = @case.FitAnew(ml);
        float[] first = @case.Engine.Batch(ml, model)[0];
        using var scoring = new CountdownEvent(Threads - 1);
        OnThreads(thread =>
        {
            if (thread == 0)
            {
                Must.Hold(scoring.Wait(TimeSpan.FromSeconds(60)), "not all threads have scored within a minute");
                ((IDisposable)model).Dispose();
                return;
            }
            using OpenEngine engine = @case.Engine.Open(ml, model, ownsTransformer: false);
            engine.Predict(0);
            scoring.Signal();
            Refuses(() => PredictWithoutEnd(engine, first), "predictions beside the disposal");
        });
    }

    /// <summary>What PredictionEnginePool does: engines come and go, the model stays, and a rented engine outlives its change.</summary>
    public static void PooledEnginesShareAModelAcrossAHotSwap(EstimatorCase @case)
    {
        FittedCase fitted = @case.Fitted;
        float[][] batch = @case.Engine.Batch(fitted.ML, fitted.Model);
        var pool = new ConcurrentBag<OpenEngine>();
        OpenEngine[] rented = [.. Enumerable.Range(0, 2 * Environment.ProcessorCount + 2)
            .Select(_ => @case.Engine.Open(fitted.ML, fitted.Model))];
        Parallel.ForEach(rented[1..], engine =>
        {
            Values.MustBeSame(batch[0], engine.Predict(0), Rounding, "pooled engine");
            pool.Add(engine);
        });

        using (OpenEngine swapped = @case.Engine.Open(fitted.ML, fitted.Reloaded))
            Values.MustBeSame(batch[0], swapped.Predict(0), Math.Max(Rounding, @case.ReloadTolerance), "engine of the new model");
        while (pool.TryTake(out OpenEngine? engine))
            engine.Dispose();
        Values.MustBeSame(batch[1], rented[0].Predict(1), Rounding, "engine rented before the swap");
        rented[0].Dispose();
        Values.MustBeSame(batch, @case.Engine.Batch(fitted.ML, fitted.Model), 0, "the shared model after all engines were disposed");
    }

    private static void PredictWithoutEnd(OpenEngine engine, float[] expected)
    {
        while (true)
            Values.MustBeSame(expected, engine.Predict(0), Rounding, "a prediction beside the disposal");
    }

    /// <summary>By the exception for it, which names the remedy.</summary>
    private static void Refuses(Action action, string what)
    {
        ObjectDisposedException refusal = Assert.ThrowsExactly<ObjectDisposedException>(action, what);
        StringAssert.Contains(refusal.Message, "OwnsTransformer = false");
    }

    private static void OnThreads(Action<int> action)
    {
        var failures = new ConcurrentQueue<Exception>();
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(i => new Thread(() =>
        {
            try
            {
                action(i);
            }
            catch (Exception e)
            {
                failures.Enqueue(e);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Must.Hold(failures.IsEmpty, $"{failures.Count} of {Threads} threads failed: {failures.FirstOrDefault()}");
    }
}
