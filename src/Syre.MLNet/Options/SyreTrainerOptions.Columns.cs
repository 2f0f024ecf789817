namespace Syre.MLNet;

/// <content>What of a row is its label, its weight, and its group.</content>
public abstract partial record SyreTrainerOptions
{
    /// <summary>The label's column. Default <c>Label</c>.</summary>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>A column of example weights (Single, not negative), or null (default) for equal weights.</summary>
    public string? ExampleWeightColumnName { get; init; }

    /// <summary>
    /// What a row weighs by its class, times its <see cref="ExampleWeightColumnName"/>, in training, in what epochs are chosen by and in
    /// the calibration. Default <see cref="ClassWeights.None"/>. For classification only.
    /// </summary>
    /// <remarks>
    /// Weights make a model of rows in which a class occurs as many times as often as it weighs, and its probabilities are those of such
    /// rows: with <see cref="ClassWeights.Balanced"/>, of rows with as many of each class. For probabilities in rows as they are, divide
    /// each class's by its weight and the results by their sum; a threshold on a probability is the other way to the same decisions. Losses
    /// and errors of the <see cref="TrainingSummary"/> are those of weighted rows too.
    /// </remarks>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public ClassWeights ClassWeights
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = ClassWeights.None;

    /// <summary>
    /// A column that tells which rows belong together, of any type but a vector (ML.NET's name for it): rows with the same value are never
    /// both trained on and held back, so that what is measured holds for groups that were never seen. Missing values are a value too. Null
    /// (default) for rows that have nothing to do with one another. Where all rows have one value none is held back, and the log says so.
    /// Does not concern a <see cref="ValidationSet"/>.
    /// </summary>
    public string? SamplingKeyColumnName { get; init; }

    /// <summary>
    /// What becomes of rows with a missing feature (NaN), beside texts too. Default <see cref="MissingValues.Impute"/>: they are trained on
    /// and scored. The log says how many there were and in which slots, <see cref="TrainingSummary.RowsWithMissingFeature"/> and
    /// <see cref="TrainingSummary.FeaturesWithMissing"/> how many, <see cref="SyreNetworkModel.IndicatedSlots"/> which slots. Infinite
    /// features are refused in training and give NaN scores, whatever this is.
    /// </summary>
    public MissingValues MissingValues { get; init; }
}
