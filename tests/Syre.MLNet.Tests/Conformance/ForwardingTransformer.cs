using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>
/// Does what another transformer does. Gives any model the interface that permutation feature importance asks for, and is the base of
/// models that are broken in one place.
/// </summary>
/// <param name="inner">The model that does the work.</param>
public class ForwardingTransformer(ITransformer inner) : ISingleFeaturePredictionTransformer<ITransformer>
{
    public ITransformer Model => inner;

    public string FeatureColumnName => "Features";

    public DataViewType FeatureColumnType => new VectorDataViewType(NumberDataViewType.Single, TestData.FeatureNames.Length);

    public bool IsRowToRowMapper => inner.IsRowToRowMapper;

    public virtual DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inner.GetOutputSchema(inputSchema);

    public virtual IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => inner.GetRowToRowMapper(inputSchema);

    public virtual IDataView Transform(IDataView input) => inner.Transform(input);

    public virtual void Save(ModelSaveContext ctx) => inner.Save(ctx);
}
