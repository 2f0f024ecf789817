using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using Syre.MLNet.Heads;
using Syre.MLNet.Objectives;
using Syre.MLNet.Stock;
using Syre.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Syre.MLNet.Tasks;

/// <summary>Two classes; the label is Boolean, and the network gives one logit.</summary>
internal sealed class BinaryTask : PredictionTask
{
    /// <inheritdoc/>
    public override string Name => "binary";

    /// <inheritdoc/>
    public override Activation DefaultActivation => Activation.Selu;

    /// <inheritdoc/>
    public override double DefaultLearningRate => 0.04;

    /// <inheritdoc/>
    public override string? LabelProblem(string name, SchemaShape.Column.VectorKind kind, DataViewType itemType, bool isKey) =>
        kind == SchemaShape.Column.VectorKind.Scalar && !isKey && itemType is BooleanDataViewType
            ? null
            : "expected Boolean. Convert it first, for example with mlContext.Transforms.Conversion.ConvertType (numbers) or " +
              "mlContext.Transforms.Conversion.MapValue (texts)";

    /// <inheritdoc/>
    public override ValueGetter<float> LabelGetter(DataViewRow row, DataViewSchema.Column label)
    {
        ValueGetter<bool> getter = row.GetGetter<bool>(label);
        bool value = false;
        return (ref float number) =>
        {
            getter(ref value);
            number = value ? 1 : 0;
        };
    }

    /// <inheritdoc/>
    public override Tensor Targets(float[] labels, LabelScale? scale) => tensor(labels);

    /// <inheritdoc/>
    public override Tensor Loss(Tensor outputs, Tensor targets, Tensor? weights, double smoothing)
    {
        if (smoothing > 0)
        {
            targets = targets.Mul(1 - smoothing).Add(smoothing / 2);
        }
        return nn.functional.binary_cross_entropy_with_logits(outputs.squeeze(1), targets, weights);
    }

    /// <inheritdoc/>
    public override Tensor ConstantOutputs(Tensor targets, int outputs)
    {
        Tensor share = targets.mean().Clamp(1e-6, 1 - 1e-6);
        return (share / share.neg().Add(1)).log().reshape(1, 1);
    }

    /// <inheritdoc/>
    public override int? Classes(int outputs) => 2;

    /// <inheritdoc/>
    public override Tensor MeasuredTargets(Tensor targets) => targets.to(int64);

    /// <inheritdoc/>
    public override Tensor Error(Tensor outputs, Tensor targets, Tensor? weights) =>
        Mean(outputs.squeeze(1).gt(HeldScalar.Zero).not_equal(targets.gt(HeldScalar.Half)).to(float32), weights);

    /// <inheritdoc/>
    public override ITransformer CreateHead(
        IHostEnvironment env, DataViewSchema schema, string outputsColumn, string labelColumn, int outputs, LabelScale? scale)
    {
        LinearBinaryModelParameters linear = MLNetInternals.LinearBinaryModel(env, Unit(1, 0), 0, null);
        var model = MLNetInternals.Calibrated(env, linear, MLNetInternals.PlattCalibrator(env, slope: -1, offset: 0));
        return MLNetInternals.Scorer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>
            .Binary(env, model, schema, outputsColumn, labelColumn, threshold: 0, thresholdColumn: "Score");
    }

    /// <inheritdoc/>
    public override Delegate ScoreGetter(string column, RowOutputs outputs, LabelScale? scale) => column switch
    {
        "PredictedLabel" => (ValueGetter<bool>)((ref bool value) => value = outputs()[0] > 0),
        "Probability" => (ValueGetter<float>)((ref float value) => value = (float)(1 / (1 + Math.Exp(-outputs()[0])))),
        _ => (ValueGetter<float>)((ref float value) => value = outputs()[0]),
    };

    /// <inheritdoc/>
    public override SchemaShape StockShape(SchemaShape input, string label, string features, string? weights) =>
        TemporaryFolder.NewContextOfSchemas().BinaryClassification.Trainers.LbfgsLogisticRegression(label, features, weights).GetOutputSchema(input);
}
