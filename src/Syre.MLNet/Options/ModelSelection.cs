namespace Syre.MLNet;

/// <summary>What decides which epoch's network is kept, measured on the validation rows.</summary>
public enum ModelSelection
{
    /// <summary>
    /// The share of wrong labels for classification, the root mean squared error for regression; of equals the later epoch. RealMLP's rule,
    /// right for accuracy.
    /// </summary>
    Error,

    /// <summary>The loss without label smoothing: right when probabilities matter (log-loss, AUC).</summary>
    Loss,
}
