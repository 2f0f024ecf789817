using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using Syre.MLNet.Heads;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.Stock;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Tasks;

/// <summary>A number; the network gives it standardised, and bounded to what occurred in training.</summary>
internal sealed class RegressionTask : PredictionTask
{
    /// <inheritdoc/>
    public override string Name => "regression";

    /// <inheritdoc/>
    public override Activation DefaultActivation => Activation.Mish;

    /// <inheritdoc/>
    public override double DefaultLearningRate => 0.2;

    /// <inheritdoc/>
    public override string ErrorName => "RMSE";

    /// <inheritdoc/>
    public override string? LabelProblem(string name, SchemaShape.Column.VectorKind kind, DataViewType itemType, bool isKey) =>
        kind == SchemaShape.Column.VectorKind.Scalar && !isKey && itemType == NumberDataViewType.Single
            ? null
            : $"expected Single. Append mlContext.Transforms.Conversion.ConvertType(\"{name}\", outputKind: DataKind.Single) before the trainer";

    /// <inheritdoc/>
    public override ValueGetter<float> LabelGetter(DataViewRow row, DataViewSchema.Column label) => row.GetGetter<float>(label);

    /// <inheritdoc/>
    public override LabelScale? ScaleOf(IReadOnlyCollection<float> labels) => LabelScale.Of(labels);

    /// <inheritdoc/>
    public override Tensor Targets(float[] labels, LabelScale? scale) => tensor(Array.ConvertAll(labels, scale!.ToOutput));

    /// <inheritdoc/>
    public override Tensor Loss(Tensor outputs, Tensor targets, Tensor? weights, double smoothing) => weights is null
        ? nn.functional.mse_loss(outputs.squeeze(1), targets)
        : Mean((outputs.squeeze(1) - targets).Square(), weights);

    /// <inheritdoc/>
    public override Tensor ConstantOutputs(Tensor targets, int outputs) => targets.mean().reshape(1, 1);

    /// <inheritdoc/>
    public override int? Classes(int outputs) => null;

    /// <inheritdoc/>
    public override Tensor MeasuredTargets(Tensor targets) => targets.unsqueeze(1);

    /// <inheritdoc/>
    public override Tensor Error(Tensor outputs, Tensor targets, Tensor? weights) => Loss(outputs, targets, weights, 0);

    /// <inheritdoc/>
    public override double ReportedError(double mean, LabelScale? scale) => Math.Sqrt(mean) * Math.Abs(scale!.Deviation);

    /// <inheritdoc/>
    public override double? ErrorUncertainty(double error, double otherError, int rows) => null;

    /// <inheritdoc/>
    public override ITransformer CreateHead(
        IHostEnvironment env, DataViewSchema schema, string outputsColumn, string labelColumn, int outputs, LabelScale? scale)
    {
        LinearRegressionModelParameters model =
            MLNetInternals.LinearRegressionModel(env, Unit(1, 0, (float)scale!.Deviation), (float)scale.Mean);
        return MLNetInternals.Scorer<LinearRegressionModelParameters>.Regression(env, model, schema, outputsColumn);
    }

    /// <inheritdoc/>
    public override Delegate ScoreGetter(string column, RowOutputs outputs, LabelScale? scale)
    {
        float deviation = (float)scale!.Deviation, mean = (float)scale.Mean;
        return (ValueGetter<float>)((ref float value) => value = (outputs()[0] * deviation) + mean);
    }

    /// <inheritdoc/>
    public override SchemaShape StockShape(SchemaShape input, string label, string features, string? weights) =>
        TemporaryFolder.NewContextOfSchemas().Regression.Trainers.Sdca(label, features, weights).GetOutputSchema(input);
}
