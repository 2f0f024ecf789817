using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Runtime;
using Syre.MLNet.Fitting;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Training;
using Syre.Onnx;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Fitting;

/// <summary>A network reads any number of inputs: here a vector and a key.</summary>
[TestClass]
public sealed class SeveralInputsTests
{
    private static readonly MLContext s_ml = new(1);
    private static readonly float[] s_offsets = [-2, 0.5f, 3];

    [TestMethod]
    public void A_label_that_needs_both_inputs_is_learnt_from_both()
    {
        IDataView rows = s_ml.Data.LoadFromEnumerable(Enumerable.Range(0, 300).Select(Make));
        using FittedNetwork fitted = Fit(rows);
        Assert.IsLessThan(0.2, fitted.Summary.ValidationError!.Value);
    }

    [TestMethod]
    public void Keys_are_read_alike_whatever_their_type_and_a_missing_one_is_no_value()
    {
        IDataView rows = s_ml.Data.LoadFromEnumerable(new[] { Make(0), Make(1), Make(2), new Row { Long = 9, Byte = 9, Key = 9 } });
        foreach (string column in new[] { "Key", "Byte", "Long" })
        {
            var input = new KeyInput(column, (KeyDataViewType)rows.Schema[column].Type, "option");
            using DataViewRowCursor cursor = rows.GetRowCursor(input.Sources(rows.Schema));
            ValueGetter<VBuffer<float>> getter = input.Getter(cursor);
            VBuffer<float> value = default;
            List<float[]> read = [];
            while (cursor.MoveNext())
            {
                getter(ref value);
                read.Add([.. value.DenseValues()]);
            }
            float[][] expected = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]];
            for (int row = 0; row < expected.Length; row++)
                CollectionAssert.AreEqual(expected[row], read[row], $"{column}, row {row}");
        }
    }

    [TestMethod]
    public void The_graph_reads_a_key_as_the_memory_does()
    {
        var graph = new OnnxGraphBuilder("test");
        string value = new KeyInput("Key", new KeyDataViewType(typeof(uint), 3), "option").AddTo(graph);
        graph.AddOutput("Y", value, OnnxElementType.Float, 1, 3);
        using var session = new InferenceSession(graph.Build().ToBytes());
        float[][] expected = [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]];
        for (uint key = 0; key <= 3; key++)
        {
            using OrtValue input = OrtValue.CreateTensorValueFromMemory(new[] { key }, [1, 1]);
            using var outputs = session.Run(new RunOptions(), ["Key"], [input], ["Y"]);
            CollectionAssert.AreEqual(expected[key], outputs[0].GetTensorDataAsSpan<float>().ToArray(), $"key {key}");
        }
    }

    [TestMethod]
    public void A_column_that_is_no_key_is_refused()
    {
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SchemaChecks.Check(
            MLNetInternals.ShapeOf(s_ml.Data.LoadFromEnumerable([Make(0)]).Schema), [InputColumn.Key("Label", "Option")]));
        StringAssert.Contains(e.Message, "MapValueToKey(\"Label\")");
    }

    private static FittedNetwork Fit(IDataView rows)
    {
        IHostEnvironment environment = s_ml;
        using IChannel channel = environment.Start("test");
        using var state = new TorchState();
        using var randomness = new TorchRandomness(1, CPU);
        var context = new FitContext(
            "Two inputs", environment, new TemporaryFolder(environment), rows.Schema, Seed: 1, CPU, state, randomness, channel,
            new Cancellation(environment, default));
        var fit = new NetworkFit(context, new RegressionObjective(), new Source(rows.Schema));
        using FitRows read = fit.Read(rows, heldBack: null);
        return fit.Run(read);
    }

    private static Row Make(int number)
    {
        float x = MathF.Sin(number);
        return new Row
        {
            // A number in a class counts from 0, a key from 1.
            Features = [x, 1], Key = (uint)(number % 3), Byte = (byte)(number % 3), Long = (ulong)(number % 3),
            Label = x + s_offsets[number % 3],
        };
    }

    private sealed class Source(DataViewSchema schema) : NetworkSource
    {
        public override IReadOnlyList<RowInput> Inputs { get; } =
        [
            new VectorInput("Features", (VectorDataViewType)schema["Features"].Type, "option"),
            new KeyInput("Key", (KeyDataViewType)schema["Key"].Type, "option"),
        ];

        public override IReadOnlyList<FeatureStorage> Storage => [FeatureStorage.Dense, FeatureStorage.Dense];

        public override SyreTrainerOptions Options { get; } = Small.Options with { Dropout = 0 };

        public override TrainingRecipe Recipe(int rows) =>
            new(Options, new TrainingPlan(Epochs: 60, BatchSize: 32), rows, 0.05, 0.999, Seed: 1);

        protected override ScoringNetwork Make(RowStore rows, int outputs) => new TwoInputNetwork(rows);
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [0, 0];

        [KeyType(3)]
        public uint Key { get; set; }

        [KeyType(3)]
        public byte Byte { get; set; }

        [KeyType(3)]
        public ulong Long { get; set; }

        public float Label { get; set; }
    }
}
