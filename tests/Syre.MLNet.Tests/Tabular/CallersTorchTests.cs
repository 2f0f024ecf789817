using System.Text.RegularExpressions;
using Microsoft.ML;
using Syre.MLNet.Tests.Conformance;
using Syre.MLNet.Tests.Diagnostics;
using Syre.MLNet.Tests.Text;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Tabular;

/// <summary>A caller may have torch in any mode: trainings give what they give in its own first state, and the mode stays.</summary>
[TestClass]
public sealed partial class CallersTorchTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    private static readonly SyreNetworkOptions s_options = Small.Options with { Epochs = 2, Seed = 1 };

    private static readonly SyreNetworkOptions s_own = s_options with
    {
        Network = context => nn.Sequential(nn.Linear(context.InputSize, 8), nn.ReLU(), nn.Dropout(0.2), nn.Linear(8, context.OutputSize)),
    };

    private static IEnumerable<object[]> Trainers => s_trainers.Keys.Select(name => new object[] { name });

    private static readonly Dictionary<string, Func<float[]>> s_trainers = new()
    {
        ["binary"] = () => Scores(s_ml.BinaryClassification.Trainers.SyreNetwork(s_options), TestData.Binary(s_ml, 60)),
        ["members"] = () => Scores(
            s_ml.BinaryClassification.Trainers.SyreNetwork(s_options with { Members = 2 }), TestData.Binary(s_ml, 60)),
        ["sparse"] = () => Scores(s_ml.BinaryClassification.Trainers.SyreNetwork(s_options), TestData.Binary(s_ml, 60, sparse: true)),
        ["multiclass"] = () => Scores(s_ml.MulticlassClassification.Trainers.SyreNetwork(s_options), TestData.Multiclass(s_ml, 60)),
        ["regression"] = () => Scores(s_ml.Regression.Trainers.SyreNetwork(s_options), TestData.Regression(s_ml, 60)),
        ["own network"] = () => Scores(s_ml.BinaryClassification.Trainers.SyreNetwork(s_own), TestData.Binary(s_ml, 60)),
        ["text"] = () => Scores(
            s_ml.BinaryClassification.Trainers.SyreTextClassification(SmallText.Options with { Epochs = 2 }), TextData.Binary(s_ml, 40)),
        ["column"] = () =>
            Scores(s_ml.Transforms.CollapseDiagnostics("Collapse", "Features"), ColumnData.View(s_ml, ColumnData.Normal(60, 12))),
    };

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Inference_mode(string trainer)
    {
        float[] expected = s_trainers[trainer]();
        using IDisposable mode = inference_mode();
        float[] actual = s_trainers[trainer]();
        Assert.IsTrue(is_inference_mode_enabled());
        Assert.IsFalse(is_grad_enabled());
        Assert.AreSequenceEqual(expected, actual);
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Float64_as_the_default_type(string trainer)
    {
        float[] expected = s_trainers[trainer]();
        set_default_dtype(float64);
        try
        {
            float[] actual = s_trainers[trainer]();
            Assert.AreEqual(float64, get_default_dtype());
            Assert.AreSequenceEqual(expected, actual);
        }
        finally
        {
            set_default_dtype(float32);
        }
    }

    /// <summary>What a test of scores does not reach: a tensor whose type is not named has the caller's.</summary>
    [TestMethod]
    public void Every_tensor_that_the_libraries_make_of_nothing_is_of_a_type_that_they_name()
    {
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Path, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))];
        Assert.IsGreaterThan(100, files.Length);
        IEnumerable<string> untyped = files.SelectMany(file => File.ReadLines(file)
            .Where(line => Maker().IsMatch(line) && !NamedType().IsMatch(line)).Select(line => $"{Path.GetFileName(file)}: {line.Trim()}"));
        Assert.AreEqual("", string.Join(Environment.NewLine, untyped));
        Assert.IsTrue(Maker().IsMatch("x = torch.empty(1, 2);") && !NamedType().IsMatch("x = zeros(width);"));
        Assert.IsTrue(NamedType().IsMatch("x = zeros(1, columns, float32);"));
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void The_generator_stays_where_it_is(string trainer)
    {
        using Tensor before = get_rng_state();
        s_trainers[trainer]();
        using Tensor after = get_rng_state();
        Assert.IsTrue(before.bytes.SequenceEqual(after.bytes));
    }

    [GeneratedRegex(@"(\btorch\.|[^A-Za-z_.])(empty|zeros|ones|full|eye|rand|randn|linspace)\((?!\))")]
    private static partial Regex Maker();

    [GeneratedRegex(@"(float32|Float32|float64|Float64|int64|Int64|@bool|\bdtype\b|\.dtype\b|^\s*//)")]
    private static partial Regex NamedType();

    private static float[] Scores<TTransformer>(IEstimator<TTransformer> trainer, IDataView data)
        where TTransformer : class, ITransformer, IDisposable
    {
        using TTransformer model = trainer.Fit(data);
        IDataView scored = model.Transform(data);
        string[] names = [.. new[] { "Score", "Collapse" }.Where(name => scored.Schema.GetColumnOrNull(name) is not null)];
        return [.. Values.Rows(scored, names).SelectMany(row => row)];
    }
}
