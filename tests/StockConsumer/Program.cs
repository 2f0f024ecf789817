// Loads a model file with plain ML.NET, scores a binary data file with it and writes the predictions as text, one row a line.
using Microsoft.ML;
using Microsoft.ML.Data;

if (args is not [string modelFile, string dataFile, string outputFile])
{
    Console.Error.WriteLine("usage: StockConsumer <model.zip> <data.idv> <output.tsv>");
    return 2;
}

var ml = new MLContext();
ITransformer model = ml.Model.Load(modelFile, out _);
IDataView scored = model.Transform(ml.Data.LoadFromBinary(dataFile));
string[] columns = [.. new[] { "PredictedLabel", "Score", "Probability" }.Where(name => scored.Schema.GetColumnOrNull(name) is not null)];

using (var output = new StreamWriter(outputFile))
using (DataViewRowCursor cursor = scored.GetRowCursor(columns.Select(name => scored.Schema[name])))
{
    output.WriteLine(string.Join('\t', columns));
    Func<string>[] readers = [.. columns.Select(name => Reader(cursor, scored.Schema[name]))];
    while (cursor.MoveNext())
        output.WriteLine(string.Join('\t', readers.Select(read => read())));
}

foreach (ITransformer part in Parts(model))
    Console.WriteLine($"part {part.GetType()}");
foreach (string? name in AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name))
    Console.WriteLine($"assembly {name}");
return 0;

static Func<string> Reader(DataViewRow row, DataViewSchema.Column column) => column.Type switch
{
    BooleanDataViewType => Scalar<bool>(row, column, value => value ? "1" : "0"),
    KeyDataViewType => Scalar<uint>(row, column, value => $"{value}"),
    VectorDataViewType => Scalar<VBuffer<float>>(row, column, value => string.Join('\t', value.DenseValues().Select(Number))),
    _ => Scalar<float>(row, column, Number),
};

static Func<string> Scalar<T>(DataViewRow row, DataViewSchema.Column column, Func<T, string> text)
{
    ValueGetter<T> get = row.GetGetter<T>(column);
    T value = default!;
    return () =>
    {
        get(ref value);
        return text(value);
    };
}

static string Number(float value) => FormattableString.Invariant($"{value:R}");

static IEnumerable<ITransformer> Parts(ITransformer transformer) =>
    transformer is IEnumerable<ITransformer> chain ? chain.SelectMany(Parts) : [transformer];
