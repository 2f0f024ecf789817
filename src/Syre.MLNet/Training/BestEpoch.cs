namespace Syre.MLNet.Training;

/// <summary>Remembers the best epoch: the lowest value of what selects models, of equals the latest; without validation always the last.</summary>
internal sealed class BestEpoch(ModelSelection selection)
{
    private double _lowest = double.PositiveInfinity;

    /// <summary>The best epoch, from 1; 0 before the first.</summary>
    public int Epoch { get; private set; }

    /// <summary>The last epoch that was better than all before it, not only as good: what patience counts from.</summary>
    public int LastImprovement { get; private set; }

    /// <summary>What was measured in the best epoch, or null without validation.</summary>
    public ValidationResult? Result { get; private set; }

    /// <summary>Whether this epoch is the best so far.</summary>
    public bool Offer(int epoch, ValidationResult? result)
    {
        double value = selection == ModelSelection.Loss ? result?.Loss ?? 0 : result?.Error ?? 0;
        if (value > _lowest)
            return false;
        if (value < _lowest)
            LastImprovement = epoch;
        (_lowest, Epoch, Result) = (value, epoch, result);
        return true;
    }
}
