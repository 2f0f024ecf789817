using System.Runtime.CompilerServices;
using Microsoft.ML;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>A fit that is called off ends soon, with the exception that stock trainers throw, and leaves nothing behind.</summary>
public static class CancellationChecks
{
    /// <summary>
    /// <c>mlContext.CancelExecution()</c> while any of the rows is read, in any of the passes over them: no further row is asked for.
    /// </summary>
    /// <param name="name">Which estimator.</param>
    /// <param name="data">Its rows.</param>
    /// <param name="estimator">Makes it.</param>
    /// <param name="ahead">Rows that ML.NET's own transforms before the reader read in advance.</param>
    public static void ContextCancelledWhileRowsAreRead(
        string name, Func<MLContext, IDataView> data, Func<MLContext, IEstimator<ITransformer>> estimator, int ahead)
    {
        int rows = RowsRead(data, estimator);
        Must.Hold(rows > 0, $"{name} reads no rows");
        foreach (int at in new[] { 1, 2, rows / 3, rows / 2, 2 * rows / 3, rows - 1 }.Where(at => at > 0).Distinct())
        {
            var ml = new MLContext(seed: 1);
            int read = Cancelled(ml, data(ml), estimator(ml), at, ml.CancelExecution, $"{name}, context cancelled at row {at} of {rows}");
            Must.Hold(read <= at + ahead, $"{name}: {read - at} rows were read after the context was cancelled at row {at} of {rows}");
        }
    }

    /// <summary>The token of the options, likewise.</summary>
    public static void TokenCancelledWhileRowsAreRead(
        string name, Func<MLContext, IDataView> data, Func<MLContext, CancellationToken, IEstimator<ITransformer>> estimator, int ahead)
    {
        int rows = RowsRead(data, ml => estimator(ml, CancellationToken.None));
        foreach (int at in new[] { 1, rows / 2, rows - 1 }.Distinct())
        {
            using var source = new CancellationTokenSource();
            var ml = new MLContext(seed: 1);
            int read = Cancelled(
                ml, data(ml), estimator(ml, source.Token), at, source.Cancel, $"{name}, token cancelled at row {at} of {rows}");
            Must.Hold(read <= at + ahead, $"{name}: {read - at} rows were read after the token was cancelled at row {at} of {rows}");
        }
    }

    /// <summary>The fit must end with an OperationCanceledException, and every tensor that it made must be gone.</summary>
    public static void MustBeCancelled(Func<ITransformer> fit, string what)
    {
        TorchNative.EnsureLoaded();
        long before = Alive();
        try
        {
            (fit() as IDisposable)?.Dispose();
        }
        catch (OperationCanceledException)
        {
            Must.Equal(before, Alive(), $"{what}: tensors alive");
            return;
        }
        catch (Exception e) when (e is not AssertFailedException)
        {
            throw new AssertFailedException($"{what}: must end with OperationCanceledException, threw {e}", e);
        }

        throw new AssertFailedException($"{what}: must end with OperationCanceledException, but gave a model");
    }

    /// <summary>Cancels a context as ML.NET's own experiments do when their time is over; the method is not public.</summary>
    public static void CancelExecution(this MLContext context) => Cancel(context);

    /// <summary>Tensors of this thread that nothing has disposed.</summary>
    public static long Alive() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    private static int RowsRead(Func<MLContext, IDataView> data, Func<MLContext, IEstimator<ITransformer>> estimator)
    {
        var ml = new MLContext(seed: 1);
        var count = new ReadCount(ml, data(ml));
        (estimator(ml).Fit(count.View) as IDisposable)?.Dispose();
        return count.Rows;
    }

    private static int Cancelled(MLContext ml, IDataView data, IEstimator<ITransformer> estimator, int at, Action cancel, string what)
    {
        int read = 0;
        IDataView watched = ml.Data.FilterByCustomPredicate<Nothing>(data, _ =>
        {
            if (++read == at)
                cancel();
            return false;
        });
        MustBeCancelled(() => estimator.Fit(watched), what);
        return read;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "CancelExecution")]
    private static extern void Cancel(MLContext context);

    private sealed class Nothing;
}
