using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Encoders;
using Syre.MLNet.Tests.Tables;
using Syre.MLNet.Tests.Text;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>The naming checks for every estimator of the library.</summary>
[TestClass]
public sealed class NamingTests
{
    private static readonly string[] s_trainerInputs = ["Label", "Features", "Weight"];
    private static readonly string[] s_textInputs = ["Label", "Text", "Second", "Features", "Weight"];
    private static readonly string[] s_added = ["Collapse", "Representation"];

    private static IEnumerable<NamedCase> Cases =>
    [
        new("SyreNetwork, binary", ml => TestData.Binary(ml, 24), s_trainerInputs, s_added,
            (ml, name) => ml.BinaryClassification.Trainers.SyreNetwork(Network(name))),
        new("SyreNetwork, multiclass", ml => TestData.Multiclass(ml, 24), s_trainerInputs, s_added,
            (ml, name) => ml.MulticlassClassification.Trainers.SyreNetwork(Network(name))),
        new("SyreNetwork, regression", ml => TestData.Regression(ml, 24), s_trainerInputs, s_added,
            (ml, name) => ml.Regression.Trainers.SyreNetwork(Network(name))),
        new("SyreTextClassification, binary", ml => Texts(ml, TextData.Binary(ml, 24)), s_textInputs, s_added,
            (ml, name) => ml.BinaryClassification.Trainers.SyreTextClassification(Text(name))),
        new("SyreTextClassification, multiclass", ml => Texts(ml, TextData.Multiclass(ml, 24)), s_textInputs, s_added,
            (ml, name) => ml.MulticlassClassification.Trainers.SyreTextClassification(Text(name) with { Quantize = false })),
        new("CollapseDiagnostics", ml => TestData.Binary(ml, 24), ["Features"], ["Diagnosed"],
            (ml, name) => ml.Transforms.CollapseDiagnostics(name("Diagnosed"), name("Features"))),
        new("FeaturizeTable", ml => Customer.View(ml, 40), ["Age", "Colour", "Since", "Charge", "Weight"], ["Output"],
            (ml, name) => ml.Transforms.FeaturizeTable(outputColumnName: name("Output"), ignoredColumnNames: [name("Weight")])),
        new("SyreEncoder", ml => TestData.Binary(ml, 24), ["Features", "Weight"], [.. s_added, "Embedding"],
            (ml, name) => ml.Transforms.SyreEncoder(name("Embedding"), name("Features"), Encoder(name))),
        new("SyreEncoder in place", ml => TestData.Binary(ml, 24), ["Features", "Weight"], s_added,
            (ml, name) => ml.Transforms.SyreEncoder(name("Features"), options: Encoder(name))),
        new("CollapseDiagnostics in place", ml => TestData.Binary(ml, 24), ["Features", "Weight"], [],
            (ml, name) => ml.Transforms.CollapseDiagnostics(name("Features"))),
    ];

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Columns_may_have_the_name_of_any_tensor_in_the_graph(NamedCase @case) => NamingChecks.AnyNameWorks(
        @case, [.. Few(NamingChecks.InnerNames(@case)), "weights", "rows", "similarity", "__SyreOutputs", "ключ 🙂", "a\"b\\c\n{0}"]);

    [TestMethod]
    [TestCategory("Long"), Long]
    [DynamicData(nameof(Cases))]
    public void Columns_may_have_any_name(NamedCase @case) =>
        NamingChecks.AnyNameWorks(@case, [.. Few(NamingChecks.InnerNames(@case)).Union(NamingChecks.Odd)]);

    /// <summary>One name of each kind: numbers at the end make no other kind.</summary>
    private static IEnumerable<string> Few(IReadOnlyList<string> names) =>
        names.DistinctBy(name => name.TrimEnd([.. "0123456789"])).Take(40);

    private static SyreNetworkOptions Network(Func<string, string> name) => new()
    {
        LabelColumnName = name("Label"),
        FeatureColumnName = name("Features"),
        ExampleWeightColumnName = name("Weight"),
        Collapse = Diagnostics(name),
        HiddenLayers = [4],
        Epochs = 1,
        Threads = 1,
    };

    private static SyreTextClassificationOptions Text(Func<string, string> name) => SmallText.Options with
    {
        LabelColumnName = name("Label"),
        TextColumnName = name("Text"),
        SecondTextColumnName = name("Second"),
        FeatureColumnName = name("Features"),
        ExampleWeightColumnName = name("Weight"),
        Collapse = Diagnostics(name),
        Epochs = 1,
    };

    private static SyreEncoderOptions Encoder(Func<string, string> name) => EncoderCases.Options with
    {
        ExampleWeightColumnName = name("Weight"),
        Collapse = Diagnostics(name),
        HiddenLayers = [4],
        Epochs = 1,
    };

    private static CollapseOptions Diagnostics(Func<string, string> name) =>
        new() { ColumnName = name("Collapse"), RepresentationColumnName = name("Representation") };

    private static IDataView Texts(MLContext ml, IDataView texts)
    {
        var more = ml.Transforms.CopyColumns("Second", "Text")
            .Append(ml.Transforms.CustomMapping<Words, Numbers>(
                (words, numbers) =>
                    (numbers.Features, numbers.Weight) = ([words.Text.Length, words.Text.Length % 3], 1 + words.Text.Length % 2), null));
        return more.Fit(texts).Transform(texts);
    }

    private sealed class Words
    {
        public string Text { get; set; } = "";
    }

    private sealed class Numbers
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public float Weight { get; set; }
    }
}
