using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Fitting;

/// <summary>What an encoder's training gives: a model, which writes no columns.</summary>
internal sealed class FittedEncoder(SyreNetworkModel model) : ITransformer, IDisposable
{
    public SyreNetworkModel Model => model;

    public bool IsRowToRowMapper => false;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

    public IDataView Transform(IDataView input) => input;

    public void Save(ModelSaveContext ctx) => throw new NotSupportedException();

    public void Dispose() => model.Dispose();
}
