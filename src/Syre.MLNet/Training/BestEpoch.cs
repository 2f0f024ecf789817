namespace Syre.MLNet.Training;

/// <summary>Remembers the best epoch: the lowest value of what selects models, of equals the latest; without validation always the last.</summary>
internal sealed class BestEpoch(ModelSelection selection)
{
    private double _lowest = double.PositiveInfinity;

    /// <summary>The best epoch, from 1; 0 before the first.</summary>
    public int Epoch { get; private set; }

    /// <summary>Its validation loss; NaN without validation.</summary>
    public double Loss { get; private set; } = double.NaN;

    /// <summary>Its validation error; NaN without validation.</summary>
    public double Error { get; private set; } = double.NaN;

    /// <summary>Whether this epoch is the best so far.</summary>
    public bool Offer(int epoch, double loss, double error)
    {
        double value = selection == ModelSelection.Loss ? loss : error;
        if (value > _lowest)
            return false;
        (_lowest, Epoch, Loss, Error) = (double.IsNaN(value) ? _lowest : value, epoch, loss, error);
        return true;
    }
}
