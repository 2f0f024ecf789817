using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using Microsoft.ML.Transforms.Onnx;

namespace Syre.MLNet.Stock;

/// <summary>
/// Every internal member of ML.NET that this library reaches, in one place. All of them take and return public types.
/// Each has a test that fails by name when a new version of ML.NET moves the member.
/// </summary>
internal static class MLNetInternals
{
    /// <summary>The environment of <c>mlContext.BinaryClassification.Trainers</c> and its like: seed, log and component catalog.</summary>
    public static IHostEnvironment EnvironmentOf(TrainCatalogBase.CatalogInstantiatorBase trainers) => Environment(Owner(trainers));

    /// <summary>The environment of <c>mlContext.Transforms</c>.</summary>
    public static IHostEnvironment EnvironmentOf(TransformsCatalog transforms) => Field(transforms);

    /// <summary>Where an environment wants its temporary files.</summary>
    public static string? TempFilePath(IHostEnvironment env) => TempFilePathOf(env);

    /// <summary>The seed that the user gave an environment; null where its random numbers are others in every process.</summary>
    public static int? Seed(IHostEnvironment env) => SeedOf(env);

    /// <summary>The stream through which an ONNX transformer holds its graph's file open. It is never read from.</summary>
    /// <remarks>The model by reflection, since an accessor cannot give a field whose type is not public.</remarks>
    public static FileStream GraphFileOf(OnnxTransformer transformer) => ModelStream(
        typeof(OnnxTransformer).GetField("Model", BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(transformer)
            ?? throw new MissingFieldException(nameof(OnnxTransformer), "Model"));

    /// <summary>The columns that a transformer makes, and what of.</summary>
    public static (string Output, string Input)[] ColumnPairsOf(OneToOneTransformerBase transformer) => ColumnPairs(transformer);

    /// <summary>ML.NET's concatenation with names for the slots, which the public one takes from the columns alone.</summary>
    /// <param name="env">Where it is made.</param>
    /// <param name="output">The vector's name.</param>
    /// <param name="sources">Columns, each with what its slots are called: by its name where that is null; where it is the column's own
    /// name, the slots of a vector are called what they were.</param>
    public static ColumnConcatenatingTransformer Concatenation(
        IHostEnvironment env, string output, IReadOnlyCollection<(string Name, string? Alias)> sources)
    {
        object options = ConcatenationOptions(output, sources!);
        Array columns = Array.CreateInstance(options.GetType(), 1);
        columns.SetValue(options, 0);
        return Concatenation(env, columns);
    }

    /// <summary>The shape of a schema: what an estimator is asked about before there is data.</summary>
    public static SchemaShape ShapeOf(DataViewSchema schema) => CreateShape(null, schema);

    /// <summary>What stock trainers ask as they go: throws once <c>mlContext.CancelExecution()</c> was called.</summary>
    /// <exception cref="OperationCanceledException">It was.</exception>
    public static void CheckAlive(IHostEnvironment env) => CheckAlive(null, env);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern SchemaShape.Column ShapeColumn(
        string name, SchemaShape.Column.VectorKind vectorKind, DataViewType itemType, bool isKey, SchemaShape? annotations);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    [return: UnsafeAccessorType("Microsoft.ML.Data.ColumnConcatenatingTransformer+ColumnOptions, Microsoft.ML.Data")]
    private static extern object ConcatenationOptions(string name, IEnumerable<(string Name, string Alias)> sources);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern ColumnConcatenatingTransformer Concatenation(
        IHostEnvironment env,
        [UnsafeAccessorType("Microsoft.ML.Data.ColumnConcatenatingTransformer+ColumnOptions[], Microsoft.ML.Data")] object columns);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern LinearBinaryModelParameters LinearBinaryModel(
        IHostEnvironment env, in VBuffer<float> weights, float bias, ModelStatisticsBase? statistics);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern LinearRegressionModelParameters LinearRegressionModel(IHostEnvironment env, in VBuffer<float> weights, float bias);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern MaximumEntropyModelParameters MaximumEntropyModel(
        IHostEnvironment env, VBuffer<float>[] weights, float[] bias, int numberOfClasses, int numberOfFeatures, string[]? labelNames,
        ModelStatisticsBase? statistics);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern PlattCalibrator PlattCalibrator(IHostEnvironment env, double slope, double offset);

    /// <summary>A linear binary model whose probabilities come from <paramref name="calibrator"/>, as the stock trainers make it.</summary>
    public static CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator> Calibrated(
        IHostEnvironment env, LinearBinaryModelParameters model, PlattCalibrator calibrator) =>
        (CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>)
            CalibratedModel<LinearBinaryModelParameters, PlattCalibrator>.Create(env, model, calibrator);

    /// <summary>Constructors of the stock scorers, for one type of model.</summary>
    /// <typeparam name="TModel">The model's type.</typeparam>
    public static class Scorer<TModel>
        where TModel : class
    {
        [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
        public static extern BinaryPredictionTransformer<TModel> Binary(
            IHostEnvironment env, TModel model, DataViewSchema trainSchema, string featureColumn, string labelColumn, float threshold,
            string thresholdColumn);

        [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
        public static extern MulticlassPredictionTransformer<TModel> Multiclass(
            IHostEnvironment env, TModel model, DataViewSchema trainSchema, string featureColumn, string labelColumn, string scoreColumn,
            string predictedLabelColumn);

        [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
        public static extern RegressionPredictionTransformer<TModel> Regression(
            IHostEnvironment env, TModel model, DataViewSchema trainSchema, string featureColumn);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Owner")]
    private static extern TrainCatalogBase Owner(TrainCatalogBase.CatalogInstantiatorBase trainers);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Environment")]
    private static extern IHostEnvironment Environment(TrainCatalogBase catalog);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_env")]
    private static extern ref readonly IHostEnvironment Field(TransformsCatalog transforms);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "ColumnPairs")]
    private static extern ref readonly (string, string)[] ColumnPairs(OneToOneTransformerBase transformer);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "CheckAlive")]
    private static extern void CheckAlive(
        [UnsafeAccessorType("Microsoft.ML.Runtime.Contracts, Microsoft.ML.Core")] object? type, IHostEnvironment env);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "Create")]
    private static extern SchemaShape CreateShape(SchemaShape? type, DataViewSchema schema);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_TempFilePath")]
    private static extern string? TempFilePathOf(
        [UnsafeAccessorType("Microsoft.ML.Runtime.IHostEnvironmentInternal, Microsoft.ML.Core")] object env);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Seed")]
    private static extern int? SeedOf(
        [UnsafeAccessorType("Microsoft.ML.Runtime.IHostEnvironmentInternal, Microsoft.ML.Core")] object env);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_ModelStream")]
    private static extern FileStream ModelStream(
        [UnsafeAccessorType("Microsoft.ML.Transforms.Onnx.OnnxModel, Microsoft.ML.OnnxTransformer")] object model);

    private static class CalibratedModel<TSubModel, TCalibrator>
        where TSubModel : class
        where TCalibrator : class, ICalibrator
    {
        [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
        [return: UnsafeAccessorType("Microsoft.ML.Calibrators.ParameterMixingCalibratedModelParameters`2[[!0],[!1]], Microsoft.ML.Data")]
        public static extern object Create(IHostEnvironment env, TSubModel model, TCalibrator calibrator);
    }
}
