namespace Syre.MLNet.Tuning;

/// <summary>A trial as a row; see <see cref="TunedTransformer.Trials"/>.</summary>
internal sealed class TrialRow
{
    public int Trial { get; set; }

    public int Rung { get; set; }

    public int Epochs { get; set; }

    public double Metric { get; set; }

    public double Seconds { get; set; }

    public string State { get; set; } = "";

    public bool IsBest { get; set; }

    public double LearningRate { get; set; }

    public int BatchSize { get; set; }

    public string HiddenLayers { get; set; } = "";

    public string Activation { get; set; } = "";

    public string NumericEmbedding { get; set; } = "";

    public double Dropout { get; set; }

    public double LabelSmoothing { get; set; }

    public double WeightDecay { get; set; }

    public double Sigma0 { get; set; }

    public string Message { get; set; } = "";
}
