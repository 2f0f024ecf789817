using Microsoft.ML.Runtime;

namespace Syre.MLNet.Stock;

/// <summary>
/// The two ways to stop a training. <c>mlContext.CancelExecution()</c> ends it at once and leaves nothing, as it does with ML.NET's own
/// trainers; the token of the options ends it with the best epoch so far.
/// </summary>
/// <param name="host">The trainer's host, which the MLContext cancels.</param>
/// <param name="token">The token of the options.</param>
internal sealed class Cancellation(IHostEnvironment host, CancellationToken token)
{
    /// <summary>Whether the token asks to stop.</summary>
    public bool IsRequested => token.IsCancellationRequested;

    /// <summary>Stops if the MLContext was cancelled.</summary>
    /// <exception cref="OperationCanceledException">It was.</exception>
    public void CheckContext() => MLNetInternals.CheckAlive(host);

    /// <summary>Stops, where there is no epoch yet that could be kept, if either was cancelled.</summary>
    /// <exception cref="OperationCanceledException">One was.</exception>
    public void Check()
    {
        CheckContext();
        if (IsRequested)
        {
            throw new OperationCanceledException(
                "Training was cancelled before its first epoch was complete, so there is no network to keep.", token);
        }
    }
}
