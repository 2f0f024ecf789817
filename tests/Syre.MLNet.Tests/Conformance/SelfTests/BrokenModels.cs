using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>A model whose views are replaced.</summary>
internal sealed class ModelWithView(ITransformer inner, Func<IDataView, IDataView> view) : ForwardingTransformer(inner)
{
    public override IDataView Transform(IDataView input) => view(base.Transform(input));
}

/// <summary>A model that changes its input first.</summary>
internal sealed class ModelWithInput(ITransformer inner, Func<IDataView, IDataView> input) : ForwardingTransformer(inner)
{
    public override IDataView Transform(IDataView original) => base.Transform(input(original));
}

/// <summary>A model that another one is saved for.</summary>
internal sealed class ModelSavedAs(ITransformer inner, ITransformer other) : ForwardingTransformer(inner)
{
    public override void Save(ModelSaveContext ctx) => other.Save(ctx);
}

/// <summary>A model that finds out about bad input when its result is first looked at.</summary>
internal sealed class ModelThatRefusesLate(ITransformer inner) : ForwardingTransformer(inner)
{
    public override DataViewSchema GetOutputSchema(DataViewSchema inputSchema) =>
        inputSchema.GetColumnOrNull("Features") is null ? inputSchema : base.GetOutputSchema(inputSchema);

    public override IDataView Transform(IDataView input) =>
        input.Schema.GetColumnOrNull("Features") is null ? input : base.Transform(input);
}

/// <summary>A model whose row mapper hands the same row to everyone who asks.</summary>
internal sealed class ModelWithOneRow(ITransformer inner) : ForwardingTransformer(inner)
{
    private IRowToRowMapper? _mapper;

    public override IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) =>
        _mapper ??= new Mapper(base.GetRowToRowMapper(inputSchema));

    private sealed class Mapper(IRowToRowMapper inner) : IRowToRowMapper
    {
        private DataViewRow? _row;

        public DataViewSchema InputSchema => inner.InputSchema;

        public DataViewSchema OutputSchema => inner.OutputSchema;

        public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
            inner.GetDependencies(dependingColumns);

        public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
            _row ??= inner.GetRow(input, activeColumns);
    }
}
