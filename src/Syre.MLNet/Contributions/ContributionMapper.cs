using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Contributions;

/// <summary>Adds the contributions to rows of a schema.</summary>
internal sealed class ContributionMapper : IRowToRowMapper
{
    private readonly ScoredSchema _schema;
    private readonly SlotGroups _groups;
    private readonly FeatureContributionOptions _options;
    private readonly IntegratedGradients _gradients;

    /// <param name="input">The schema.</param>
    /// <param name="groups">What is added up.</param>
    /// <param name="options">The options.</param>
    /// <param name="gradients">Computes them.</param>
    /// <exception cref="ArgumentOutOfRangeException">The features are missing or of another size or type.</exception>
    public ContributionMapper(
        DataViewSchema input, SlotGroups groups, FeatureContributionOptions options, IntegratedGradients gradients)
    {
        (_groups, _options, _gradients) = (groups, options, gradients);
        SizedVector.CheckColumn(input, "feature", groups.Features, groups.Type);
        var added = new DataViewSchema.DetachedColumn(
            options.OutputColumnName, new VectorDataViewType(NumberDataViewType.Single, groups.Count),
            groups.Names is { } names ? SlotAnnotation.Create(names) : null);
        _schema = new ScoredSchema(input, ScoredSchema.Append(input, [added]));
    }

    public DataViewSchema InputSchema => _schema.Input;

    public DataViewSchema OutputSchema => _schema.Columns;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        dependingColumns.Select(column => _schema.Source(column.Index) ?? InputSchema[_groups.Features])
            .DistinctBy(column => column.Index);

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
        new Row(this, input, activeColumns.Select(column => column.Index).ToHashSet());

    private sealed class Row(ContributionMapper mapper, DataViewRow input, IReadOnlySet<int> active) : ForwardingRow(input)
    {
        private readonly DataViewRow _input = input;

        public override DataViewSchema Schema => mapper.OutputSchema;

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Getters.CheckActive(this, column);
            if (mapper._schema.Source(column.Index) is { } source)
                return _input.GetGetter<TValue>(source);
            ValueGetter<VBuffer<float>> features = SizedVector.Getter(_input, _input.Schema[mapper._groups.Features]);
            var choice = new ContributionChoice(mapper._groups, mapper._options);
            VBuffer<float> row = default;
            return Getters.Cast<TValue>((ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
            {
                features(ref row);
                choice.Write(mapper._gradients.Of(row), ref value);
            }), column);
        }
    }
}
