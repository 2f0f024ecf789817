using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Syre.MLNet.Heads;
using Syre.MLNet.Objectives;
using static TorchSharp.torch;

namespace Syre.MLNet.Tasks;

/// <summary>
/// What differs between binary classification, multiclass classification and regression: the label, the loss, and the stock parts of ML.NET that turn
/// the network's outputs into the columns its users know.
/// </summary>
internal abstract class PredictionTask
{
    /// <summary>The tasks, by the name under which a saved file knows them.</summary>
    public static IReadOnlyDictionary<string, PredictionTask> ByName { get; } =
        new PredictionTask[] { new BinaryTask(), new MulticlassTask(), new RegressionTask() }.ToDictionary(task => task.Name);

    /// <summary>Name of the task.</summary>
    public abstract string Name { get; }

    /// <summary>The activation that RealMLP uses for it.</summary>
    public abstract Activation DefaultActivation { get; }

    /// <summary>The learning rate that RealMLP uses for it.</summary>
    public abstract double DefaultLearningRate { get; }

    /// <summary>What to call the validation error.</summary>
    public virtual string ErrorName => "error rate";

    /// <summary>Whether the column can be the label; if not, what is wrong and what to do.</summary>
    public abstract string? LabelProblem(string name, SchemaShape.Column.VectorKind kind, DataViewType itemType, bool isKey);

    /// <summary>Number of the network's outputs.</summary>
    public virtual int Outputs(DataViewType labelType) => 1;

    /// <summary>Reads a row's label as a number: 0 or 1, the class from 0, or the value; NaN where it is missing.</summary>
    public abstract ValueGetter<float> LabelGetter(DataViewRow row, DataViewSchema.Column label);

    /// <summary>How labels relate to outputs; null where they are classes.</summary>
    public virtual LabelScale? ScaleOf(IReadOnlyCollection<float> labels) => null;

    /// <summary>The labels as the loss takes them.</summary>
    public abstract Tensor Targets(float[] labels, LabelScale? scale);

    /// <summary>Mean loss, weighted if there are weights.</summary>
    /// <param name="outputs">The network's outputs, <c>[rows, outputs]</c>.</param>
    /// <param name="targets">From <see cref="Targets"/>.</param>
    /// <param name="weights">Example weights of mean 1, <c>[rows]</c>, or null.</param>
    /// <param name="smoothing">Label smoothing.</param>
    public abstract Tensor Loss(Tensor outputs, Tensor targets, Tensor? weights, double smoothing);

    /// <summary>Outputs, <c>[1, outputs]</c>, of the best answer that is the same for all rows.</summary>
    /// <param name="targets">From <see cref="Targets"/>.</param>
    /// <param name="outputs">Number of outputs.</param>
    public abstract Tensor ConstantOutputs(Tensor targets, int outputs);

    /// <summary>Number of classes, from the number of outputs; null where there are none.</summary>
    public abstract int? Classes(int outputs);

    /// <summary>The targets as the measures of collapse take them: class numbers <c>[rows]</c>, or values <c>[rows, 1]</c>.</summary>
    public abstract Tensor MeasuredTargets(Tensor targets);

    /// <summary>Mean error: wrong or not, or the squared error; weighted if there are weights.</summary>
    public abstract Tensor Error(Tensor outputs, Tensor targets, Tensor? weights);

    /// <summary>The error that users see, from the mean over all rows.</summary>
    public virtual double ReportedError(double mean, LabelScale? scale) => mean;

    /// <summary>Standard error of the difference of two reported errors, each measured on so many rows; null where it is not known.</summary>
    public virtual double? ErrorUncertainty(double error, double otherError, int rows) =>
        Math.Sqrt(Math.Max(1.0 / rows, error * (1 - error) + otherError * (1 - otherError)) / rows);

    /// <summary>ML.NET's own scorer that gives the task's columns from the outputs.</summary>
    public abstract ITransformer CreateHead(
        IHostEnvironment env, DataViewSchema schema, string outputsColumn, string labelColumn, int outputs, LabelScale? scale);

    /// <summary>The getter of one of the task's columns: the values that <see cref="CreateHead"/>'s scorer would give.</summary>
    /// <param name="column">Name of the column.</param>
    /// <param name="outputs">Gives the network's outputs for the row read.</param>
    /// <param name="scale">How labels relate to outputs.</param>
    public abstract Delegate ScoreGetter(string column, RowOutputs outputs, LabelScale? scale);

    /// <summary>The output shape of a stock trainer of the task; it refuses what that trainer refuses.</summary>
    public abstract SchemaShape StockShape(SchemaShape input, string label, string features, string? weights);

    /// <summary>Mean of a value a row, weighted if there are weights.</summary>
    protected static Tensor Mean(Tensor values, Tensor? weights) => weights is null ? values.mean() : (values * weights).mean();

    /// <summary>A vector of outputs as ML.NET's ONNX transformer gives it.</summary>
    public static VectorDataViewType OutputsType(int outputs) => new(NumberDataViewType.Single, 1, outputs);

    /// <summary>Weights that hand the outputs on as they are.</summary>
    protected static VBuffer<float> Unit(int size, int index, float value = 1) => new(size, 1, [value], [index]);
}
