namespace Syre.MLNet.Training;

/// <summary>
/// What computes the steps of a training. The loop that calls it knows epochs, schedules and the best network, and not how gradients come
/// about.
/// </summary>
internal interface ITrainingStep : IDisposable
{
    /// <summary>Begins an epoch, for which the rows have been put into their order.</summary>
    void BeginEpoch();

    /// <summary>Trains on some rows.</summary>
    /// <param name="start">Place of the first in the order.</param>
    /// <param name="count">How many.</param>
    /// <param name="terms">The step.</param>
    void Run(int start, int count, StepTerms terms);

    /// <summary>Ends an epoch: every weight has had all its pulls afterwards.</summary>
    /// <returns>The mean loss of its rows, each before the step that it was in.</returns>
    double EndEpoch();

    /// <summary>What the objective judges of the rows held back, without dropout, row after row.</summary>
    float[] Outputs();
}

/// <summary>A step of a training.</summary>
/// <param name="Number">Its number, which the masks of dropout depend on.</param>
/// <param name="Dropout">The share of activations set to zero.</param>
/// <param name="Progress">How much of the training is done, from 0 to 1.</param>
internal readonly record struct StepTerms(long Number, double Dropout, double Progress);
