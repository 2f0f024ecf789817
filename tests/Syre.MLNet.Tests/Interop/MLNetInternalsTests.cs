using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Interop;

/// <summary>
/// A test for each member of ML.NET that is reached from outside; it fails by name when a version of ML.NET moves the member.
/// </summary>
[TestClass]
public sealed class MLNetInternalsTests
{
    private static readonly MLContext s_ml = new(seed: 3);
    private static readonly IHostEnvironment s_env = s_ml;

    [TestMethod]
    public void TrainCatalogBase_CatalogInstantiatorBase_Owner_and_TrainCatalogBase_Environment_give_the_seeded_environment()
    {
        int first = Reached(
            () => Draw(new MLContext(seed: 3)), "TrainCatalogBase.CatalogInstantiatorBase.get_Owner or TrainCatalogBase.get_Environment");
        Assert.AreEqual(first, Draw(new MLContext(seed: 3)));
        Assert.AreNotEqual(first, Draw(new MLContext(seed: 4)));

        static int Draw(MLContext ml) => MLNetInternals.EnvironmentOf(ml.Regression.Trainers).Register("test").Rand.Next();
    }

    [TestMethod]
    public void TransformsCatalog__env_is_the_environment() =>
        Assert.IsNotNull(Reached(() => MLNetInternals.EnvironmentOf(s_ml.Transforms), "field TransformsCatalog._env"));

    [TestMethod]
    public void OneToOneTransformerBase_ColumnPairs_are_the_columns_with_what_they_are_made_of()
    {
        var mapping = s_ml.Transforms.Conversion.MapValueToKey("Key", "Value").Fit(s_ml.Data.LoadFromEnumerable([new { Value = "a" }]));
        CollectionAssert.AreEqual(
            new[] { ("Key", "Value") }, Reached(() => MLNetInternals.ColumnPairsOf(mapping), "field OneToOneTransformerBase.ColumnPairs"));
    }

    [TestMethod]
    public void ColumnConcatenatingTransformer_gives_slots_the_names_that_it_is_told()
    {
        IDataView data = s_ml.Data.LoadFromEnumerable([new { A = 1f, B = 2f }]);
        IDataView both = Reached(
            () => MLNetInternals.Concatenation(s_env, "Both", [("A", "first"), ("B", null)]),
            "constructors of ColumnConcatenatingTransformer and of its ColumnOptions").Transform(data);
        VBuffer<ReadOnlyMemory<char>> names = default;
        both.Schema["Both"].GetSlotNames(ref names);
        Assert.AreSequenceEqual(["first", "B"], names.DenseValues().Select(name => name.ToString()));
    }

    [TestMethod]
    public void Contracts_CheckAlive_throws_once_the_context_is_cancelled()
    {
        var ml = new MLContext(seed: 3);
        IHost host = ((IHostEnvironment)ml).Register("test");
        Reached(() => { MLNetInternals.CheckAlive(host); return true; }, "Contracts.CheckAlive(IHostEnvironment)");
        ml.CancelExecution();
        Assert.ThrowsExactly<OperationCanceledException>(() => MLNetInternals.CheckAlive(host));
    }

    [TestMethod]
    public void IHostEnvironmentInternal_TempFilePath_is_the_contexts() =>
        Assert.AreEqual("/there",
            Reached(() => MLNetInternals.TempFilePath(new MLContext { TempFilePath = "/there" }), "IHostEnvironmentInternal.TempFilePath"));

    [TestMethod]
    public void IHostEnvironmentInternal_Seed_is_the_contexts()
    {
        Assert.AreEqual(5, Reached(() => MLNetInternals.Seed(new MLContext(seed: 5)), "IHostEnvironmentInternal.Seed"));
        Assert.IsNull(MLNetInternals.Seed(new MLContext()));
    }

    [TestMethod]
    public void OnnxTransformer_Model_and_OnnxModel_ModelStream_give_the_graphs_file()
    {
        string path = Path.GetTempFileName();
        try
        {
            var graph = new Syre.Onnx.OnnxGraphBuilder("file");
            graph.AddInput("X", Syre.Onnx.OnnxElementType.Float, 1, 2);
            graph.AddOutput("Y", graph.AddNode("Neg", ["X"]), Syre.Onnx.OnnxElementType.Float, 1, 2);
            File.WriteAllBytes(path, graph.Build().ToBytes());
            using var transformer = s_ml.Transforms.ApplyOnnxModel("Y", "X", path).Fit(Inputs([2f, 3f]));
            FileStream file = Reached(() => MLNetInternals.GraphFileOf(transformer), "OnnxTransformer.Model or OnnxModel.ModelStream");
            Assert.AreEqual(path, file.Name);
            Assert.IsFalse(file.SafeFileHandle.IsClosed);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void SchemaShape_Create_keeps_names_kinds_and_annotations()
    {
        SchemaShape shape = Reached(() => MLNetInternals.ShapeOf(TestData.Multiclass(s_ml).Schema), "SchemaShape.Create(DataViewSchema)");
        SchemaShape.Column label = shape.Single(column => column.Name == "Label");
        Assert.IsTrue(label.IsKey);
        Assert.IsTrue(label.Annotations.Any(annotation => annotation.Name == "KeyValues"));
    }

    [TestMethod]
    public void Linear_binary_model_and_calibrator_give_a_sigmoid_scorer()
    {
        LinearBinaryModelParameters linear =
            Reached(() => MLNetInternals.LinearBinaryModel(s_env, new VBuffer<float>(1, [1f]), 0, null),
                "constructor of LinearBinaryModelParameters");
        PlattCalibrator calibrator = Reached(() => MLNetInternals.PlattCalibrator(s_env, -1, 0), "constructor of PlattCalibrator");
        var model = Reached(
            () => MLNetInternals.Calibrated(s_env, linear, calibrator), "constructor of ParameterMixingCalibratedModelParameters");
        var scorer = Reached(
            () => MLNetInternals.Scorer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>
                .Binary(s_env, model, HeadSchema(BooleanDataViewType.Instance, 1), "X", "Label", 0, "Score"),
            "constructor of BinaryPredictionTransformer");
        BinaryRow row = s_ml.Data.CreateEnumerable<BinaryRow>(scorer.Transform(Inputs([2f])), reuseRowObject: false).Single();
        Assert.AreEqual(2f, row.Score);
        Assert.AreEqual(1 / (1 + Math.Exp(-2)), row.Probability, 1e-6);
    }

    [TestMethod]
    public void Maximum_entropy_model_gives_a_softmax_scorer()
    {
        MaximumEntropyModelParameters model = Reached(
            () => MLNetInternals.MaximumEntropyModel(
                s_env, [new(2, [1f, 0f]), new(2, [0f, 1f])], new float[2], 2, 2, null, null),
            "constructor of MaximumEntropyModelParameters");
        var scorer = Reached(
            () => MLNetInternals.Scorer<MaximumEntropyModelParameters>
                .Multiclass(s_env, model, HeadSchema(new KeyDataViewType(typeof(uint), 2), 2), "X", "Label", "Score", "PredictedLabel"),
            "constructor of MulticlassPredictionTransformer");
        VectorRow row = s_ml.Data.CreateEnumerable<VectorRow>(scorer.Transform(Inputs([1f, 0f])), reuseRowObject: false).Single();
        Assert.AreEqual(1 / (1 + Math.Exp(-1)), row.Score[0], 1e-6);
    }

    [TestMethod]
    public void Linear_regression_model_gives_an_affine_scorer()
    {
        LinearRegressionModelParameters model =
            Reached(() => MLNetInternals.LinearRegressionModel(s_env, new VBuffer<float>(1, [3f]), 4),
                "constructor of LinearRegressionModelParameters");
        var scorer = Reached(
            () => MLNetInternals.Scorer<LinearRegressionModelParameters>
                .Regression(s_env, model, HeadSchema(NumberDataViewType.Single, 1), "X"),
            "constructor of RegressionPredictionTransformer");
        ScalarRow row = s_ml.Data.CreateEnumerable<ScalarRow>(scorer.Transform(Inputs([2f])), reuseRowObject: false).Single();
        Assert.AreEqual(10f, row.Score);
    }

    private static T Reached<T>(Func<T> reach, string member)
    {
        try
        {
            return reach();
        }
        catch (Exception e) when (e is MissingMemberException or TypeLoadException)
        {
            throw new AssertFailedException(
                $"This version of ML.NET has moved or changed: {member}. Adapt {nameof(MLNetInternals)}. ({e.Message})", e);
        }
    }

    private static DataViewSchema HeadSchema(DataViewType label, int outputs)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Label", label);
        builder.AddColumn("X", new VectorDataViewType(NumberDataViewType.Single, outputs));
        return builder.ToSchema();
    }

    private static IDataView Inputs(float[] values)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(InputRow));
        schema["X"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, values.Length);
        return s_ml.Data.LoadFromEnumerable([new InputRow { X = values }], schema);
    }

    private sealed class InputRow
    {
        public float[] X { get; set; } = [];
    }

    private sealed class BinaryRow
    {
        public float Score { get; set; }

        public float Probability { get; set; }
    }

    private sealed class VectorRow
    {
        public float[] Score { get; set; } = [];
    }

    private sealed class ScalarRow
    {
        public float Score { get; set; }
    }
}
