using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.ML;
using Syre.Torch;

namespace Syre.MLNet.Tests.Messages;

/// <summary>Messages read the same wherever the program runs.</summary>
[TestClass]
public sealed class CultureTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    private static readonly Action[] s_refused =
    [
        () => s_ml.BinaryClassification.Trainers.SyreNetwork(new SyreNetworkOptions
        {
            Epochs = -1, BatchSize = -2, LearningRate = -1.5, ValidationFraction = 1.25, EarlyStoppingPatience = -3,
            GradientClipNorm = -0.5, Threads = -4,
            HiddenLayers = [-5], Dropout = 1.5, LabelSmoothing = -0.25,
            Collapse = new CollapseOptions { Rows = -6, HistoryEvery = -7, ReferenceError = -0.125 },
            Syre = new SyreOptions { WeightDecay = -0.75, Sigma0 = -0.5 },
        }),
        () => s_ml.BinaryClassification.Trainers.SyreTextClassification(new SyreTextClassificationOptions
        {
            HiddenUnits = -1, MinimumCount = -2, WordNgramLength = -3, MinimumCharacterNgramLength = -4,
            MaximumCharacterNgramLength = -5, MaximumTextLength = -6,
            MaximumModelSize = -7, Dropout = -1.5, LabelSmoothing = 2.5,
        }),
        () => s_ml.BinaryClassification.Trainers.SyreNetwork().Tuned(new SyreNetworkTunerOptions
        {
            Draws = -1, AtOnce = -2,
            Candidates = [new() { LearningRateFactor = -0.5, WidthFactor = -1.5, Dropout = 1.25, WeightDecayFactor = -0.25 }],
        }),
        () => s_ml.Transforms.CollapseDiagnostics(
            new CollapseDiagnosticsOptions { OutputColumnName = "O", Energy = -0.5, MaximumSubspace = -1 }),
        () => new CollapseProbeOptions { Classes = -1, DormantThreshold = -0.5, BatchRows = -3 }.Validate(),
        () => new CollapseThresholds { DeadShare = -0.5, MirrorDistance = -1.5 }.Validate(),
        () => new ComparisonOptions { Confidence = 1.5, ErrorTolerance = -0.5 }.Validate(),
    ];

    [TestMethod]
    [DataRow("sv-SE")]
    [DataRow("de-DE")]
    [DataRow("fa-IR")]
    [DataRow("ar-SA")]
    public void Options_out_of_range_are_told_the_same_in_every_culture(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            foreach (Action refused in s_refused)
            {
                CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
                string expected = Assert.Throws<ArgumentException>(refused).Message;
                StringAssert.Contains(expected, "-");
                CultureInfo.CurrentCulture = new CultureInfo(culture);
                Assert.AreEqual(expected, Assert.Throws<ArgumentException>(refused).Message);
                Assert.AreEqual(culture, CultureInfo.CurrentCulture.Name);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>A number with a fraction in an interpolated string without a culture is found by its place in the source.</summary>
    [TestMethod]
    public void No_text_of_the_libraries_has_a_number_in_the_culture_of_the_machine()
    {
        string[] found = [.. Projects().SelectMany(Offences)];
        Assert.AreEqual(0, found.Length, string.Join('\n', found));
    }

    [TestMethod]
    public void The_search_finds_what_it_is_there_for()
    {
        const string source = """
            using System; using System.Globalization; using System.Collections.Generic;
            class Messages
            {
                string Wrong(double d, float? f, decimal m) =>
                    $"{d}" + $"{f:g5}" + m.ToString() + d.ToString("g3") + string.Join(",", new List<double>());
                string Right(double d, int i) =>
                    string.Create(CultureInfo.InvariantCulture, $"{d}" + $"{i}") + FormattableString.Invariant($"{d}") + $"{i}" +
                    d.ToString(CultureInfo.InvariantCulture);
            }
            """;
        Assert.AreEqual(5, Offences("Messages", [CSharpSyntaxTree.ParseText(source)]).Count());
    }

    private static IEnumerable<string> Projects() =>
        new[] { "Syre.Onnx", "Syre.Torch", "Syre.MLNet" }.Select(name => Path.Combine(RepositoryFolder.Path, "src", name));

    private static IEnumerable<string> Offences(string project) => Offences(
        Path.GetFileName(project),
        Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: file))
            .Append(CSharpSources.ImplicitUsings));

    private static IEnumerable<string> Offences(string name, IEnumerable<SyntaxTree> trees)
    {
        var compilation = CSharpCompilation.Create(
            name, trees, CSharpSources.ReferencesOf(name), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (ExpressionSyntax text in tree.GetRoot().DescendantNodes().OfType<ExpressionSyntax>()
                .Where(node => Offends(model, node)))
            {
                yield return $"{tree.FilePath}:{text.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {text}";
            }
        }
    }

    private static bool Offends(SemanticModel model, ExpressionSyntax node) => node switch
    {
        InterpolatedStringExpressionSyntax text =>
            text.Contents.OfType<InterpolationSyntax>().Any(hole => IsFraction(model.GetTypeInfo(hole.Expression).Type))
                && !HasCulture(model, text),
        InvocationExpressionSyntax call => model.GetSymbolInfo(call).Symbol is IMethodSymbol method && Formats(method),
        _ => false,
    };

    /// <summary>A call of ToString or string.Join that asks the machine's culture.</summary>
    private static bool Formats(IMethodSymbol method) =>
        (method.Name == "ToString" && IsFraction(method.ContainingType)
            && method.Parameters.All(parameter => parameter.Type.Name != "IFormatProvider"))
        || (method.Name == "Join" && method.ContainingType.SpecialType == SpecialType.System_String
            && method.TypeArguments.Any(IsFraction));

    private static bool IsFraction(ITypeSymbol? type) => type switch
    {
        { SpecialType: SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal } => true,
        { Name: "Half" or "DateTime" or "DateTimeOffset", ContainingNamespace.Name: "System" } => true,
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable =>
            IsFraction(nullable.TypeArguments[0]),
        _ => false,
    };

    /// <summary>
    /// Whether the string goes to something that settles the culture: <c>string.Create</c>, <c>FormattableString</c> or a handler of ours.
    /// </summary>
    private static bool HasCulture(SemanticModel model, ExpressionSyntax text)
    {
        ExpressionSyntax whole = text;
        while (whole.Parent is BinaryExpressionSyntax or ParenthesizedExpressionSyntax)
            whole = (ExpressionSyntax)whole.Parent;
        return model.GetTypeInfo(whole).ConvertedType is { SpecialType: not SpecialType.System_String };
    }
}
