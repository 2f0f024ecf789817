using Syre.MLNet.Options;
using Syre.Torch;

namespace Syre.MLNet;

/// <content>Intervals and sets of classes.</content>
public sealed partial record SyreNetworkOptions
{
    /// <summary>
    /// The share of new rows whose label is to be within an interval (regression of one number: the columns <see cref="LowerColumnName"/>
    /// and <see cref="UpperColumnName"/>) or within a set of classes (classification: <see cref="PredictedSetColumnName"/>), above 0 and
    /// below 1, such as 0.9. Null (default) for no such columns. By split-conformal prediction (Vovk et al. 2005): whatever the network is
    /// worth, a bad one gets wide intervals.
    /// </summary>
    /// <remarks>
    /// <para>
    /// It is learnt from the rows held back (<see cref="SyreTrainerOptions.ValidationFraction"/>,
    /// <see cref="SyreTrainerOptions.ValidationSet"/>), at least Interval / (1 − Interval) of them: 9 for 0.9, 99 for 0.99. Fit refuses
    /// fewer, and none. Each such row is predicted by the networks (<see cref="Members"/>) that were not trained on it. Of n distances
    /// between prediction and label, the one of rank ⌈(n + 1) · Interval⌉ is <see cref="IntervalSummary.Quantile"/>.
    /// </para>
    /// <para>
    /// The promise is one of the mean over all new rows that come from where the rows held back came from, not of each kind of row: all
    /// intervals of a model have the same width, in the unit of what is learnt. With a <see cref="TargetTransform"/> they are made in its
    /// scale and turned back, so that they are narrow where the function is steep; Lower ≤ Score ≤ Upper always. A quantile transform knows
    /// no labels beyond those of the training, and neither do its intervals.
    /// </para>
    /// <para>
    /// A class is in the set when its probability is not below a threshold that is the same for all rows (the least ambiguous sets of
    /// Sadinle et al. 2019); the likeliest always is, so that no set is empty, and sets of one class where the model is sure may cover more
    /// than was asked for.
    /// </para>
    /// <para>
    /// Example weights and <see cref="SyreTrainerOptions.ClassWeights"/> count: the promise is of rows that are as frequent as they weigh,
    /// with <see cref="ClassWeights.Balanced"/> of the mean of the classes' coverages. Weights that differ take more rows, as many as their
    /// effective number says. Of rows of one <see cref="SyreTrainerOptions.SamplingKeyColumnName"/> the promise is of new groups, and
    /// fewer groups make it less sure. Options that were tuned on the same rows held back make intervals a little narrow. A training that
    /// goes on from another learns intervals anew from its own rows held back, which should be new to the earlier model too.
    /// </para>
    /// </remarks>
    public double? Interval { get; init; }

    /// <summary>The column of the lower ends of intervals, Single, in the label's unit. Default <c>Lower</c>.</summary>
    public string LowerColumnName { get; init; } = "Lower";

    /// <summary>The column of the upper ends of intervals, Single, in the label's unit. Default <c>Upper</c>.</summary>
    public string UpperColumnName { get; init; } = "Upper";

    /// <summary>
    /// The column of sets of classes, a vector of Single with the classes' names as slot names (<c>False</c> and <c>True</c> of a Boolean
    /// label): 1 for a class in the set, 0 for others, NaN in rows without a score. Default <c>PredictedSet</c>.
    /// </summary>
    public string PredictedSetColumnName { get; init; } = "PredictedSet";

    /// <inheritdoc/>
    internal override IReadOnlyList<string> IntervalColumnNames(bool ofNumbers) =>
        Interval is null ? [] : ofNumbers ? [LowerColumnName, UpperColumnName] : [PredictedSetColumnName];

    private void AddIntervalTo(Violations violations, bool ofNumbers)
    {
        IReadOnlyList<string> names = IntervalColumnNames(ofNumbers);
        string[] options = ofNumbers ? [nameof(LowerColumnName), nameof(UpperColumnName)] : [nameof(PredictedSetColumnName)];
        string[] others = [.. StockColumns, LabelColumnName, .. Collapse?.ColumnNames ?? []];
        foreach ((string name, string option) in names.Zip(options))
        {
            violations.Require(!string.IsNullOrEmpty(name), $"{option} is empty; name a column.");
            violations.Require(!others.Contains(name), $"{option} is '{name}', which is another column's name; choose another.");
            violations.RequireOnnxColumn(name, option);
        }
        violations.Require(names.Distinct().Count() == names.Count,
            $"{nameof(LowerColumnName)} and {nameof(UpperColumnName)} are both '{LowerColumnName}'; choose two names.");
    }
}
