using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Data;
using Microsoft.ML.SearchSpace;
using Syre.MLNet.Tests.Tabular;

namespace Syre.MLNet.Tests.AutoML;

/// <summary>
/// The search space as ML.NET's AutoML takes it: compiled and run against the <c>Stub</c> beside this file, since the package cannot be
/// restored here.
/// </summary>
[TestClass]
public sealed partial class AutoMLTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void An_experiment_fits_points_of_the_space()
    {
        var options = Small.Options with { Seed = 1 };
        SweepableEstimator network = _ml.Auto().CreateSweepableEstimator(
            (context, candidate) => context.BinaryClassification.Trainers.SyreNetwork(options).With(candidate),
            new SearchSpace<SyreNetworkCandidate>());
        TrialResult best = _ml.Auto().CreateExperiment()
            .SetPipeline(_ml.Transforms.CopyColumns("Copied", "Features").Append(network))
            .SetDataset(_ml.Data.TrainTestSplit(TestData.Binary(_ml)))
            .SetBinaryClassificationMetric(BinaryClassificationMetric.AreaUnderRocCurve, "Label")
            .SetTrainingTimeInSeconds(10)
            .Run();
        Assert.IsGreaterThan(0.9, best.Metric);
        Assert.IsNotNull(((TransformerChain<ITransformer>)best.Model).OfType<SyreNetworkTransformer>().Single());
    }

    [TestMethod]
    public void The_first_point_is_the_trainers_defaults_of_tables_below_ten_thousand_rows()
    {
        var space = new SearchSpace<SyreNetworkCandidate>();
        SyreNetworkCandidate first = space.SampleFromFeatureSpace(space.Default).AsType<SyreNetworkCandidate>();
        foreach ((string option, double found, double expected) in new[]
        {
            ("rate", first.LearningRateFactor, 1), ("width", first.WidthFactor, 1), ("layers", first.AddedLayers, 0),
            ("dropout", first.Dropout!.Value, 0.15), ("smoothing", first.LabelSmoothing!.Value, 0), ("decay", first.WeightDecayFactor, 1),
            ("sigma0", first.Sigma0Factor, 1), ("batch", first.BatchSize!.Value, 64), ("epochs", first.Epochs!.Value, 32),
        })
        {
            // The floor of a whole number's logarithm may be one less.
            Assert.AreEqual(expected, found, option is "batch" or "epochs" ? 1 : 1e-9, option);
        }
        Assert.IsFalse(first.OtherActivation || first.OtherNumericEmbedding);
    }

    [TestMethod]
    public void What_is_taken_out_of_the_space_is_the_trainers()
    {
        var space = new SearchSpace<SyreNetworkCandidate>();
        foreach (string option in new[] { nameof(SyreNetworkCandidate.Epochs), nameof(SyreNetworkCandidate.BatchSize) })
            Assert.IsTrue(space.Remove(option));
        SyreNetworkCandidate point = space.SampleFromFeatureSpace(space.Default).AsType<SyreNetworkCandidate>();
        Assert.IsNull(point.Epochs);
        Assert.IsNull(point.BatchSize);
    }

    /// <summary>An exception of a first trial ends an experiment.</summary>
    [TestMethod]
    public void Every_point_makes_a_trainer_of_every_task()
    {
        var space = new SearchSpace<SyreNetworkCandidate>();
        var random = new Random(1);
        double[][] points =
        [
            [.. Enumerable.Repeat(0.0, space.FeatureSpaceDim)], [.. Enumerable.Repeat(1.0, space.FeatureSpaceDim)],
            .. Enumerable.Range(0, 200).Select(_ => Enumerable.Range(0, space.FeatureSpaceDim).Select(_ => random.NextDouble()).ToArray()),
        ];
        foreach (double[] point in points)
        {
            SyreNetworkCandidate candidate = space.SampleFromFeatureSpace(point).AsType<SyreNetworkCandidate>();
            Assert.IsNotNull(_ml.BinaryClassification.Trainers.SyreNetwork().With(candidate));
            Assert.IsNotNull(_ml.MulticlassClassification.Trainers.SyreNetwork().With(candidate));
            Assert.IsNotNull(_ml.Regression.Trainers.SyreNetwork().With(candidate));
        }
    }

    [TestMethod]
    public void The_block_of_the_page_compiles_against_the_signatures()
    {
        string page = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "src/Syre.MLNet/Tuning/README.md"));
        string[] blocks = [.. CodeBlock().Matches(page).Select(match => match.Groups[1].Value).Where(code => code.Contains("Auto()"))];
        Assert.HasCount(1, blocks);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "AutoMLPage", [CSharpSources.ImplicitUsings, CSharpSyntaxTree.ParseText(blocks[0])], CSharpSources.ReferencesOf("AutoMLPage"),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        Assert.AreEqual("", string.Join('\n', compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error)));
    }

    [TestMethod]
    public void The_page_lists_the_space_as_it_is()
    {
        string page = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "src/Syre.MLNet/Tuning/README.md"));
        string[] listed = [.. Row().Matches(page).Select(match => match.Value)];
        string[] expected = [.. typeof(SyreNetworkCandidate).GetProperties().Select(Describe).OfType<string>()];
        Assert.AreSequenceEqual(expected, listed);
    }

    private static string Text(object value) => FormattableString.Invariant($"{value}");

    private static string? Describe(System.Reflection.PropertyInfo option) => option.GetCustomAttributes(false) switch
    {
        [.., RangeAttribute range] => FormattableString.Invariant(
            $"| `{option.Name}` | {range.Min} to {range.Max}{(range.LogBase ? ", by logarithm" : "")} | {range.Init} |"),
        [.., ChoiceAttribute choice] =>
            $"| `{option.Name}` | {string.Join(", ", choice.Candidates.Select(Text))} | {Text(choice.DefaultValue)} |",
        [.., BooleanChoiceAttribute either] => $"| `{option.Name}` | False, True | {either.DefaultValue} |",
        _ => null,
    };

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^\| `\w+` \| [^|]+ \| [^|]+ \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
