using System.IO.Compression;
using Microsoft.ML;
using Syre.MLNet.Stock;
using Syre.Onnx;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>What a user calls his columns is his affair: any name trains, saves, loads, and scores as every other.</summary>
public static class NamingChecks
{
    /// <summary>Names that trip up what takes a name for more than a name.</summary>
    public static IReadOnlyList<string> Odd { get; } =
    [
        "weights", "rows", "similarity", "numbers", "features", "FEATURES", "Features_1", "Label", "label", "a b", "a.b/c:d",
        "x;y,z", "{0}", "%s", "\"q\"", "back\\slash", "tab\there", "line\nbreak", "ключ", "列", "naïve", "🙂", "1", "-", "NaN", "null",
        "<a>", "batch", "words0", "mlnet.Collapse.SlotNames",
        "__SyreOutputs", "__Syre", "__Syre1_Outputs", "__SyreHidden0", "__SyreInput", "__SyreWords0", "__SyreText0", new string('n', 3000),
    ];

    /// <summary>
    /// Every name in every role: the names go round, so that in each training every role has another, and at the end each role has had all.
    /// </summary>
    public static void AnyNameWorks(NamedCase @case, IReadOnlyList<string> names)
    {
        string[] roles = [.. @case.Inputs, .. @case.Added];
        for (int turn = 0; turn < names.Count; turn++)
        {
            var nameOf = roles.Select((role, i) => (role, names[(turn + i) % names.Count])).ToDictionary();
            Must.Succeed(() => RoundTrip(@case, nameOf),
                $"{@case} with columns {string.Join(", ", nameOf.Select(pair => $"{pair.Key} = '{pair.Value}'"))}");
        }
    }

    /// <summary>Every name that the case's own saved graphs use: of values, nodes, inputs, outputs, tensors.</summary>
    public static IReadOnlyList<string> InnerNames(NamedCase @case)
    {
        var ml = new MLContext(seed: 1);
        IDataView data = @case.Data(ml);
        ITransformer model = @case.Estimator(ml, name => name).Fit(data);
        using var file = new MemoryStream();
        ml.Model.Save(model, data.Schema, file);
        (model as IDisposable)?.Dispose();
        using var zip = new ZipArchive(file);
        return
        [
            .. zip.Entries.Where(entry => entry.Name == "OnnxModel").SelectMany(Names).Distinct().Where(name => name.Length > 0)
                .Except(@case.Added).Order(StringComparer.Ordinal),
        ];
    }

    private static bool RoundTrip(NamedCase @case, Dictionary<string, string> nameOf)
    {
        var ml = new MLContext(seed: 1);
        IDataView source = @case.Data(ml);
        string[] columns = [.. @case.Inputs.Select(input => nameOf[input])];
        IDataView data = Renamed(ml, source, @case.Inputs, columns);
        ITransformer model = @case.Estimator(ml, name => nameOf[name]).Fit(data);
        using var file = new MemoryStream();
        ml.Model.Save(model, data.Schema, file);
        ITransformer loaded = new MLContext().Model.LoadSurely(file, out _);
        IDataView inMemory = model.Transform(data), fromFile = loaded.Transform(data);
        string[] added = [.. inMemory.Schema.Skip(columns.Length).Where(column => !column.IsHidden)
            .Select(column => column.Name).Distinct()];
        Must.Hold(
            inMemory.Schema.Select(column => column.Name).SequenceEqual(fromFile.Schema.Select(column => column.Name)),
            "columns of memory and file");
        Must.Hold(@case.Added.All(name => added.Contains(nameOf[name])), "a column asked for is not there");
        Values.MustBeSame(Values.Rows(inMemory, added), Values.Rows(fromFile, added), @case.Tolerance, "memory and file");
        (model as IDisposable)?.Dispose();
        (loaded as IDisposable)?.Dispose();
        return true;
    }

    /// <summary>The columns under other names, and no others; by way of names that meet neither.</summary>
    private static IDataView Renamed(MLContext ml, IDataView data, IReadOnlyList<string> from, string[] to)
    {
        string[] between = [.. from.Select((_, i) => $"between the names {i}")];
        for (int i = 0; i < to.Length; i++)
            data = Copy(between[i], from[i]);
        data = ml.Transforms.SelectColumns(between, keepHidden: false).Fit(data).Transform(data);
        for (int i = 0; i < to.Length; i++)
            data = Copy(to[i], between[i]);
        return ml.Transforms.SelectColumns(to, keepHidden: false).Fit(data).Transform(data);

        IDataView Copy(string name, string source) => ml.Transforms.CopyColumns(name, source).Fit(data).Transform(data);
    }

    private static IEnumerable<string> Names(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        using var reader = new BinaryReader(stream);
        OnnxModel graph = OnnxModel.Parse(reader.ReadBytes(reader.ReadInt32()));
        return
        [
            .. graph.Inputs.Concat(graph.Outputs).Select(value => value.Name),
            .. graph.Initializers.Keys,
            .. graph.Nodes.SelectMany(node => (string[])[node.Name, .. node.Inputs, .. node.Outputs]),
        ];
    }
}
