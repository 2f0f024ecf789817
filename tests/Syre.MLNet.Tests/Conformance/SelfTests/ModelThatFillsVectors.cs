using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>A model that takes features of any length: what a row does not give is what an earlier row has left behind.</summary>
internal sealed class ModelThatFillsVectors(ITransformer inner) : ForwardingTransformer(inner)
{
    public override IDataView Transform(IDataView input) => base.Transform(Filled(input));

    public override IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new Mapper(base.GetRowToRowMapper(inputSchema));

    /// <summary>The view with features of the right length.</summary>
    public static IDataView Filled(IDataView input) => new MadeView(input, [.. input.Schema.Select(column => column.Name == "Features"
        ? new MadeColumn(new DataViewSchema.DetachedColumn(column), column, row => Getter(row, column))
        : MadeColumn.Of(column))]);

    private static ValueGetter<VBuffer<float>> Getter(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<float>> getter = row.GetGetter<VBuffer<float>>(column);
        var values = new float[((VectorDataViewType)column.Type).Size];
        VBuffer<float> given = default;
        return (ref VBuffer<float> value) =>
        {
            getter(ref given);
            given.DenseValues().Take(values.Length).ToArray().CopyTo(values, 0);
            value = new VBuffer<float>(values.Length, [.. values]);
        };
    }

    private sealed class Mapper(IRowToRowMapper inner) : IRowToRowMapper
    {
        public DataViewSchema InputSchema => inner.InputSchema;

        public DataViewSchema OutputSchema => inner.OutputSchema;

        public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
            inner.GetDependencies(dependingColumns);

        public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
            inner.GetRow(new Row(input), activeColumns);
    }

    private sealed class Row(DataViewRow input) : DataViewRow
    {
        public override DataViewSchema Schema => input.Schema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => input.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => column.Name == "Features"
            ? (ValueGetter<TValue>)(Delegate)Getter(input, column)
            : input.GetGetter<TValue>(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();
    }
}
