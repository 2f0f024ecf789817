using Syre.MLNet.Inputs;
using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Runtime;
using Syre.MLNet.Tests.Persistence;
using Syre.Onnx;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Tabular.Network;

/// <summary>The stage against its formula in double precision: e = V·cos(2π·w·x + b) + c of each embedded feature.</summary>
[TestClass]
public sealed class EmbeddingStageTests
{
    private const int Features = 5, Rows = 4, Frequencies = EmbeddingSpec.Frequencies, Outputs = EmbeddingSpec.Outputs;
    private static readonly int[] s_embedded = [1, 4];

    [TestMethod]
    public void It_adds_to_each_row_what_the_formula_says()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using EmbeddingStage stage = Stage();
        float[] rows = Numbers(Rows * Features, 2);
        float[] actual = HostValues.Copy<float>(stage.forward(tensor(rows).reshape(Rows, Features)));
        Dictionary<string, double[]> parameters = Parameters(stage);
        int width = Features + Outputs * s_embedded.Length;
        Assert.HasCount(Rows * width, actual);
        for (int row = 0; row < Rows; row++)
        {
            ReadOnlySpan<float> features = rows.AsSpan(row * Features, Features);
            Assert.AreSequenceEqual(features.ToArray(), actual[(row * width)..(row * width + Features)]);
            for (int i = 0; i < Outputs * s_embedded.Length; i++)
            {
                double expected = Embedded(parameters, i % s_embedded.Length, i / s_embedded.Length, features);
                Assert.AreEqual(expected, actual[row * width + Features + i], 1e-5, $"row {row}, number {i}");
            }
        }
    }

    [TestMethod]
    public void Its_gradients_are_the_slopes_of_the_formula()
    {
        using var scope = NewDisposeScope();
        using EmbeddingStage stage = Stage();
        float[] rows = Numbers(Rows * Features, 3);
        float[] weights = Numbers(Rows * (Features + Outputs * s_embedded.Length), 4);
        (stage.forward(tensor(rows).reshape(Rows, Features)) * tensor(weights).reshape(Rows, -1)).sum().backward();
        Dictionary<string, double[]> parameters = Parameters(stage);
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in stage.named_parameters())
        {
            float[] gradient = HostValues.Copy<float>(parameter.grad!);
            for (int i = 0; i < gradient.Length; i++)
            {
                const double step = 1e-5;
                double value = parameters[name][i];
                double Sum(double changed)
                {
                    parameters[name][i] = changed;
                    return WeightedSum(parameters, rows, weights);
                }

                double slope = (Sum(value + step) - Sum(value - step)) / (2 * step);
                parameters[name][i] = value;
                Assert.AreEqual(slope, gradient[i], 1e-3 * Math.Max(1, Math.Abs(slope)), $"{name}, number {i}");
            }
        }
    }

    [TestMethod]
    public void The_graph_gives_the_same_of_one_row_and_of_several()
    {
        using EmbeddingStage stage = Stage();
        Parity.AssertSame(stage, Features);
    }

    [TestMethod]
    public void What_it_says_of_its_state_is_what_it_has()
    {
        using EmbeddingStage stage = Stage();
        OnnxTensorInfo[] told = [.. new EmbeddingSpec(s_embedded).State(new StageInputs(Features, Features, Sparse: false))];
        Assert.AreSequenceEqual(
            stage.state_dict().Select(entry => $"{entry.Key} {string.Join('×', entry.Value.shape)}").Order(),
            told.Select(tensor => $"{tensor.Name} {string.Join('×', tensor.Dims)}").Order());
    }

    [TestMethod]
    public void First_frequencies_have_deviation_a_tenth_and_the_rest_is_even_within_its_width()
    {
        using var stage = new EmbeddingStage([.. Enumerable.Range(0, 500)], 500, CPU);
        stage.Initialize(new WeightRandom(1));
        Dictionary<string, double[]> parameters = Parameters(stage);
        Assert.AreEqual(0.1, Deviation("frequency"), 0.003);
        Assert.AreEqual(Math.PI / Math.Sqrt(3), Deviation("phase"), 0.03);
        Assert.AreEqual(0.25 / Math.Sqrt(3), Deviation("map"), 0.003);
        Assert.AreEqual(0.25 / Math.Sqrt(3), Deviation("bias"), 0.006);

        double Deviation(string name) => Math.Sqrt(parameters[name].Average(value => value * value));
    }

    [TestMethod]
    public void Only_columns_of_three_values_or_more_that_are_apart_are_numbers()
    {
        (bool IsNumber, float[] Values)[] columns =
        [
            (true, [0, 1, 2, 3]),
            (false, [0, 1, 1, 0]), // a flag, or a one-hot slot
            (false, [-1, float.NaN, 1, float.NaN]),
            (true, [1, float.NaN, -1, 0]),
            (false, [7, 7, 7, 7]),
            (false, [float.NaN, float.NaN, float.NaN, float.NaN]),
            (false, [5e-7f, 1e-7f, 2e-7f, 3e-7f]),
            (true, [5e-6f, 1e-6f, 2e-6f, 3e-6f]),
            (true, [3, 2, 1, 1]),
            (true, [1, 3, 3, 2]),
        ];
        float[] rows = [.. Enumerable.Range(0, 4).SelectMany(row => columns.Select(column => column.Values[row]))];
        using var matrix = new DenseFeatureMatrix(tensor(rows).reshape(4, columns.Length));
        Assert.AreSequenceEqual(columns.Index().Where(column => column.Item.IsNumber).Select(column => column.Index), matrix.Numbers());
    }

    private static EmbeddingStage Stage()
    {
        var stage = new EmbeddingStage(s_embedded, Features, CPU);
        stage.Initialize(new WeightRandom(7));
        return stage;
    }

    private static Dictionary<string, double[]> Parameters(EmbeddingStage stage) => stage.named_parameters().ToDictionary(
        named => named.name, named => Array.ConvertAll(HostValues.Copy<float>(named.parameter), value => (double)value));

    private static double Embedded(Dictionary<string, double[]> parameters, int at, int output, ReadOnlySpan<float> features)
    {
        double sum = parameters["bias"][at * Outputs + output];
        for (int k = 0; k < Frequencies; k++)
        {
            int place = at * Frequencies + k;
            double angle = 2 * Math.PI * parameters["frequency"][place] * features[s_embedded[at]] + parameters["phase"][place];
            sum += parameters["map"][place * Outputs + output] * Math.Cos(angle);
        }
        return sum;
    }

    private static double WeightedSum(Dictionary<string, double[]> parameters, float[] rows, float[] weights)
    {
        int width = Features + Outputs * s_embedded.Length;
        double sum = 0;
        for (int row = 0; row < Rows; row++)
        {
            for (int i = 0; i < Outputs * s_embedded.Length; i++)
            {
                sum += weights[row * width + Features + i] * Embedded(
                    parameters, i % s_embedded.Length, i / s_embedded.Length, rows.AsSpan(row * Features, Features));
            }
        }
        return sum;
    }

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 6 - 3)];
    }
}
