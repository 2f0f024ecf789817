using System.Text.RegularExpressions;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.Text;

namespace Syre.MLNet.Tests.Messages;

/// <summary>Whoever does what a message tells him to gets what he wanted.</summary>
[TestClass]
public sealed partial class RemedyTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    private static readonly SyreNetworkOptions s_options = Small.Options with { Epochs = 1 };

    /// <summary>What is tried on rows of every type, a part of the message, and what the message says to do.</summary>
    private static IEnumerable<object[]> Remedies =>
    [
        Case(Binary("Single"), "ConvertType", Then(ConvertTo("Single", DataKind.Boolean), Binary("Single"))),
        Case(Binary("Words"), "MapValue", Then(
            s_ml.Transforms.Conversion.MapValue("Words", [new("yes", true), new KeyValuePair<string, bool>("no", false)]),
            Binary("Words"))),
        Case(Regression("Boolean"), "ConvertType(\"Boolean\", outputKind: DataKind.Single)",
            Then(ConvertTo("Boolean", DataKind.Single), Regression("Boolean"))),
        Case(Multiclass("Words"), "MapValueToKey(\"Words\")", Then(s_ml.Transforms.Conversion.MapValueToKey("Words"), Multiclass("Words"))),
        Case(Weighted("Double"), "ConvertType(\"Double\")", Then(s_ml.Transforms.Conversion.ConvertType("Double"), Weighted("Double"))),
        Case(Features("Single"), "Concatenate(\"Single\", \"Single\")",
            Then(s_ml.Transforms.Concatenate("Single", "Single"), Features("Single"))),
        Case(Features("Double"), "Conversion.ConvertType", Then(
            ConvertTo("Double", DataKind.Single).Append(s_ml.Transforms.Concatenate("Double", "Double")), Features("Double"))),
        Case(Features("Words"), "Categorical.OneHotEncoding", Then(s_ml.Transforms.Categorical.OneHotEncoding("Words"), Features("Words"))),
        Case(Features("Text"), "Text.FeaturizeText", Then(s_ml.Transforms.Text.FeaturizeText("Text"), Features("Text"))),
        Case(Skipping("Holes"), "ReplaceMissingValues(\"Holes\")", Then(s_ml.Transforms.ReplaceMissingValues("Holes"), Features("Holes"))),
        Case(Features("Endless"), "CustomMapping", Then(
            s_ml.Transforms.CustomMapping<Vector, Vector>(
                (from, to) => to.Endless = [.. from.Endless.Select(x => Math.Clamp(x, -1e6f, 1e6f))], null),
            Features("Endless"))),
        Case(Features("Endless"), "FilterByCustomPredicate", Features("Endless"),
            data => s_ml.Data.FilterByCustomPredicate<Vector>(data, row => row.Endless.Any(float.IsInfinity))),
        Case(Features("Unsized"), "[VectorType(size)]", Features("Vector")),
        Case(Features("Unsized"), "a transform with an output of fixed size", Then(
            s_ml.Transforms.CustomMapping<Loose, Fixed>((from, to) => to.Sized = from.Unsized, null), Features("Sized"))),
        Case(Features("Nowhere"), "name another one by FeatureColumnName", Features("Vector")),
        Case(Texts(SmallText.Options with { TextColumnName = "Single" }), "name another column",
            Texts(SmallText.Options with { TextColumnName = "Text" })),
        Case(Texts(SmallText.Options with { TextColumnName = "Several" }), "Join several texts into one", Then(
            s_ml.Transforms.CustomMapping<Many, One>((from, to) => to.Joined = string.Join(' ', from.Several), null),
            Texts(SmallText.Options with { TextColumnName = "Joined" }))),
        Case(Weighted("Zero"), "leave the column out", Binary("Boolean")),
        Case(Column("Nowhere"), "name another one by inputColumnName", Column("Vector")),
        Case(Column("Double"), "ConvertType",
            Then(ConvertTo("Double", DataKind.Single).Append(s_ml.Transforms.Concatenate("Double", "Double")), Column("Double"))),
        Case(Column("Single"), "Concatenate(\"Single\", \"Single\")",
            Then(s_ml.Transforms.Concatenate("Single", "Single"), Column("Single"))),
        Case(Column("Unsized"), "[VectorType(size)]", Column("Vector")),
        Case(Column("Holes"), "ReplaceMissingValues(\"Holes\")", Then(s_ml.Transforms.ReplaceMissingValues("Holes"), Column("Holes"))),
        Case(Averaged(Perceptron()), "Calibrators.Platt()",
            Averaged(Perceptron().Append(s_ml.BinaryClassification.Calibrators.Platt("Boolean")))),
        Case(Trainer(s_options with { LearningRate = 1e30 }), "Lower LearningRate", Trainer(s_options with { LearningRate = 0.01 })),
        Case(Trainer(s_options with { Device = "cuda:7" }), "\"cpu\"", Trainer(s_options with { Device = "cpu" })),
        Case(Trainer(s_options with { Device = "cuda:7" }), "\"auto\"", Trainer(s_options with { Device = "auto" })),
    ];

    [TestMethod]
    [DynamicData(nameof(Remedies))]
    public void The_remedy_works(
        Func<IEstimator<ITransformer>> wrong, string part, Func<IEstimator<ITransformer>> right, Func<IDataView, IDataView> filter)
    {
        IDataView data = s_ml.Data.LoadFromEnumerable(Enumerable.Range(0, 24).Select(i => new Row(i)).ToList());
        var e = Assert.Throws<Exception>(() => (wrong().Fit(data) as IDisposable)?.Dispose());
        StringAssert.Contains(e.Message, part);
        (right().Fit(filter(data)) as IDisposable)?.Dispose();
    }

    [TestMethod]
    public void Every_call_that_a_message_names_is_tried_here()
    {
        string[] named = [.. Directory.EnumerateFiles(
            Path.Combine(RepositoryFolder.Path, "src", "Syre.MLNet"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .SelectMany(line => Literal().Matches(line)).SelectMany(literal => Call().Matches(literal.Value))
            .Select(call => call.Groups[1].Value).Distinct()];
        Assert.IsTrue(named.Length >= 8, string.Join(", ", named));
        string tried = string.Join(' ', Remedies.Select(remedy => (string)remedy[1]).Append("MapKeyToValue"));
        Assert.AreEqual("", string.Join(", ", named.Where(call => !tried.Contains(call))));
    }

    [GeneratedRegex("\"[^\"]*(\\\\\"[^\"]*)*\"")]
    private static partial Regex Literal();

    /// <summary>A call of ML.NET's catalogs, as messages write it.</summary>
    [GeneratedRegex(@"(?:mlContext\.[A-Za-z.]*|Conversion\.|Categorical\.|Text\.)\b([A-Z]\w+)\b(?:\(|\s|,|$)")]
    private static partial Regex Call();

    private static object[] Case(
        Func<IEstimator<ITransformer>> wrong, string part, Func<IEstimator<ITransformer>> right,
        Func<IDataView, IDataView>? filter = null) =>
        [wrong, part, right, filter ?? (data => data)];

    private static Func<IEstimator<ITransformer>> Averaged(IEstimator<ITransformer> other) => () => s_ml.BinaryClassification.Trainers
        .SyreNetwork(s_options with { LabelColumnName = "Boolean", FeatureColumnName = "Vector" }).AveragedWith(other);

    private static IEstimator<ITransformer> Perceptron() =>
        s_ml.BinaryClassification.Trainers.AveragedPerceptron("Boolean", "Vector");

    private static Func<IEstimator<ITransformer>> Then(IEstimator<ITransformer> before, Func<IEstimator<ITransformer>> trainer) =>
        () => before.Append(trainer());

    private static TypeConvertingEstimator ConvertTo(string column, DataKind kind) =>
        s_ml.Transforms.Conversion.ConvertType(column, outputKind: kind);

    private static Func<IEstimator<ITransformer>> Binary(string label) => Trainer(s_options with { LabelColumnName = label });

    private static Func<IEstimator<ITransformer>> Features(string column) => Trainer(s_options with { FeatureColumnName = column });

    private static Func<IEstimator<ITransformer>> Skipping(string column) =>
        Trainer(s_options with { FeatureColumnName = column, MissingValues = MissingValues.Skip });

    private static Func<IEstimator<ITransformer>> Weighted(string weight) => Trainer(s_options with { ExampleWeightColumnName = weight });

    private static Func<IEstimator<ITransformer>> Regression(string label) => () =>
        s_ml.Regression.Trainers.SyreNetwork(s_options with { LabelColumnName = label, FeatureColumnName = "Vector" });

    private static Func<IEstimator<ITransformer>> Multiclass(string label) => () =>
        s_ml.MulticlassClassification.Trainers.SyreNetwork(s_options with { LabelColumnName = label, FeatureColumnName = "Vector" });

    private static Func<IEstimator<ITransformer>> Texts(SyreTextClassificationOptions options) => () =>
        s_ml.BinaryClassification.Trainers.SyreTextClassification(options with { LabelColumnName = "Boolean", Epochs = 1 });

    private static Func<IEstimator<ITransformer>> Column(string column) => () => s_ml.Transforms.CollapseDiagnostics("Output", column);

    private static Func<IEstimator<ITransformer>> Trainer(SyreNetworkOptions options) => () =>
        s_ml.BinaryClassification.Trainers.SyreNetwork(options with
        {
            LabelColumnName = options.LabelColumnName == "Label" ? "Boolean" : options.LabelColumnName,
            FeatureColumnName = options.FeatureColumnName == "Features" ? "Vector" : options.FeatureColumnName,
            LearningRateSchedule = LearningRateSchedule.Constant,
        });

    private sealed class Row(int i)
    {
        public bool Boolean { get; set; } = i % 2 == 0;

        public float Single { get; set; } = i % 2;

        public double Double { get; set; } = 1 + i % 2;

        public float Zero { get; set; }

        public string Words { get; set; } = i % 2 == 0 ? "yes" : "no";

        public string Text { get; set; } = i % 2 == 0 ? "yes it is" : "no it is not";

        public string[] Several { get; set; } = ["some", "words"];

        [VectorType(2)]
        public float[] Vector { get; set; } = [i % 2, i];

        [VectorType(2)]
        public float[] Holes { get; set; } = [float.NaN, i];

        [VectorType(2)]
        public float[] Endless { get; set; } = [i % 2, i == 5 ? float.PositiveInfinity : i];

        public float[] Unsized { get; set; } = [i % 2, i];
    }

    private sealed class Vector
    {
        [VectorType(2)]
        public float[] Endless { get; set; } = [];
    }

    private sealed class Loose
    {
        public float[] Unsized { get; set; } = [];
    }

    private sealed class Fixed
    {
        [VectorType(2)]
        public float[] Sized { get; set; } = [];
    }

    private sealed class Many
    {
        public string[] Several { get; set; } = [];
    }

    private sealed class One
    {
        public string Joined { get; set; } = "";
    }
}
