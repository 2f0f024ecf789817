using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>
/// Views with columns that have the names of a model's, of many types and in many places, beside those that the model reads.
/// </summary>
internal static class Shadows
{
    /// <summary>The views, each with the source's columns and the first rows.</summary>
    /// <param name="source">What the model scores.</param>
    /// <param name="names">The columns that it adds.</param>
    public static IEnumerable<(string Name, IDataView View)> Of(IDataView source, IReadOnlyList<string> names)
    {
        MadeColumn[] columns = [.. source.Schema.Select(MadeColumn.Of)];
        MadeColumn age = Number("Age", 30), spend = Number("Spend", 1000);
        IEnumerable<MadeColumn> numbers = names.Select(name => Number(name, 7));
        IEnumerable<MadeColumn> hidden = Kinds(source.Schema.Select(column => column.Name), 2);
        IEnumerable<MadeColumn> between =
            Kinds(names, 3).Zip(columns.Concat(columns)).SelectMany(pair => new[] { pair.First, pair.Second });
        return
        [
            ("numbers of these names before all others", new MadeView(source, [.. numbers, age, .. columns, spend])),
            ("all types and these names after all others", new MadeView(source, [age, .. columns, .. Kinds(names, 0), spend])),
            ("all types and these names between others", new MadeView(source, [age, .. between, .. columns, spend])),
            ("each of these names twice, and columns of the source hidden by others",
                new MadeView(source, [.. Kinds(names, 1), .. hidden, age, .. Kinds(names, 5), .. columns, spend])),
        ];
    }

    private static MadeColumn Number(string name, float first) => MadeColumn.Of(name, NumberDataViewType.Single, row => first + row);

    private static IEnumerable<MadeColumn> Kinds(IEnumerable<string> names, int first) => names.Select((name, i) => Kind(name, first + i));

    private static MadeColumn Kind(string name, int kind) => (kind % 7) switch
    {
        0 => MadeColumn.Of(name, TextDataViewType.Instance, row => $"text {row}".AsMemory()),
        1 => MadeColumn.Of(name, new VectorDataViewType(NumberDataViewType.Single, 3), row => new VBuffer<float>(3, [row, 1, 2])),
        2 => MadeColumn.Of(name, new KeyDataViewType(typeof(uint), 5), row => (uint)(row % 6)),
        3 => MadeColumn.Of(name, BooleanDataViewType.Instance, row => row % 3 == 0),
        4 => MadeColumn.Of(name, NumberDataViewType.Double, row => row / 8.0),
        5 => MadeColumn.Of(
            name,
            new VectorDataViewType(TextDataViewType.Instance),
            row => new VBuffer<ReadOnlyMemory<char>>(1, [$"word {row}".AsMemory()])),
        _ => Number(name, -2),
    };
}
