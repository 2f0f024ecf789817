using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Objectives;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Heads;

/// <summary>Both ends of an interval around the score.</summary>
internal sealed class NumberInterval : IntervalColumns
{
    private const string Score = "Score";

    private readonly (string Name, IntervalBound Bound)[] _ends;
    private readonly float _factor, _offset;

    /// <param name="lower">Name of the column of lower ends.</param>
    /// <param name="upper">Name of the column of upper ends.</param>
    /// <param name="objective">What was learnt, with what intervals are made of.</param>
    public NumberInterval(string lower, string upper, Objective objective)
    {
        LabelScale scale = objective.Scales[0];
        (_factor, _offset) = (scale.ScoreFactor, scale.ScoreOffset);
        double width = objective.Interval!.Quantile;
        _ends = [(lower, IntervalBound.Create(scale, width, isUpper: false)), (upper, IntervalBound.Create(scale, width, isUpper: true))];
    }

    public override IReadOnlyList<DataViewSchema.DetachedColumn> Columns =>
        [.. _ends.Select(end => new DataViewSchema.DetachedColumn(end.Name, NumberDataViewType.Single))];

    public override IEnumerable<ITransformer> CreateParts(TemporaryFolder temporary, string outputsColumn)
    {
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(Score, NumberDataViewType.Single);
        var rows = new NoRows(schema.ToSchema());
        return [.. _ends.Select(end => temporary.NewContext().Transforms.Expression(end.Name, end.Bound.ToFormula(), Score).Fit(rows))];
    }

    public override Delegate? Getter(string column, RowOutputs outputs) =>
        Array.Find(_ends, end => end.Name == column).Bound is not { } bound
            ? null
            : (ValueGetter<float>)((ref float value) => value = bound.Of((outputs()[0] * _factor) + _offset));
}
