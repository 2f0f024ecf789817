using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using Syre.MLNet.Heads;
using Syre.MLNet.Objectives;
using Syre.MLNet.Stock;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Tasks;

/// <summary>Several classes; the label is a key, and the network gives one logit a class.</summary>
internal sealed class MulticlassTask : PredictionTask
{
    /// <summary>
    /// Most classes: with RealMLP's last hidden layer of 256 units so many outputs take 100 MB of weights and four times as much while training.
    /// A key of more classes is one whose values were never counted.
    /// </summary>
    public const int MostClasses = 100_000;

    /// <inheritdoc/>
    public override string Name => "multiclass";

    /// <inheritdoc/>
    public override Activation DefaultActivation => Activation.Selu;

    /// <inheritdoc/>
    public override double DefaultLearningRate => 0.04;

    /// <inheritdoc/>
    public override string? LabelProblem(string name, SchemaShape.Column.VectorKind kind, DataViewType itemType, bool isKey) =>
        kind == SchemaShape.Column.VectorKind.Scalar && isKey
            ? null
            : $"expected a key. Append mlContext.Transforms.Conversion.MapValueToKey(\"{name}\") before the trainer";

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">There is one class only, which ML.NET's own scorers do not take either.</exception>
    public override int Outputs(DataViewType labelType) => ((KeyDataViewType)labelType).Count is > 1 and var classes
        ? (int)classes
        : throw new InvalidOperationException(
            "The label has 1 class, and a multiclass classifier needs at least 2. Check that the label's column is the right one, and the filters before " +
            "MapValueToKey; where there is nothing to tell apart, no model is needed.");

    /// <inheritdoc/>
    public override ValueGetter<float> LabelGetter(DataViewRow row, DataViewSchema.Column label) => label.Type.RawType switch
    {
        var type when type == typeof(byte) => Getter<byte>(row, label, key => key),
        var type when type == typeof(ushort) => Getter<ushort>(row, label, key => key),
        var type when type == typeof(ulong) => Getter<ulong>(row, label, key => key),
        _ => Getter<uint>(row, label, key => key),
    };

    /// <inheritdoc/>
    public override Tensor Targets(float[] labels, LabelScale? scale) => tensor(Array.ConvertAll(labels, label => (long)label));

    /// <inheritdoc/>
    public override Tensor Loss(Tensor outputs, Tensor targets, Tensor? weights, double smoothing) => weights is null
        ? nn.functional.cross_entropy(outputs, targets, label_smoothing: smoothing)
        : Mean(nn.functional.cross_entropy(outputs, targets, reduction: nn.Reduction.None, label_smoothing: smoothing), weights);

    /// <inheritdoc/>
    public override Tensor ConstantOutputs(Tensor targets, int outputs) =>
        targets.bincount(null, outputs).to(float32).Div(targets.shape[0]).ClampMin(1e-6).log().unsqueeze(0);

    /// <inheritdoc/>
    public override int? Classes(int outputs) => outputs;

    /// <inheritdoc/>
    public override Tensor MeasuredTargets(Tensor targets) => targets;

    /// <inheritdoc/>
    public override Tensor Error(Tensor outputs, Tensor targets, Tensor? weights) =>
        Mean(outputs.argmax(1).not_equal(targets).to(float32), weights);

    /// <inheritdoc/>
    public override ITransformer CreateHead(
        IHostEnvironment env, DataViewSchema schema, string outputsColumn, string labelColumn, int outputs, LabelScale? scale)
    {
        VBuffer<float>[] identity = Enumerable.Range(0, outputs).Select(row => Unit(outputs, row)).ToArray();
        MaximumEntropyModelParameters model =
            MLNetInternals.MaximumEntropyModel(env, identity, new float[outputs], outputs, outputs, labelNames: null, statistics: null);
        return MLNetInternals.Scorer<MaximumEntropyModelParameters>
            .Multiclass(env, model, schema, outputsColumn, labelColumn, "Score", "PredictedLabel");
    }

    /// <inheritdoc/>
    public override Delegate ScoreGetter(string column, RowOutputs outputs, LabelScale? scale) => column == "PredictedLabel"
        ? (ValueGetter<uint>)((ref uint value) => value = Key(outputs()))
        : (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
        {
            ReadOnlySpan<float> logits = outputs();
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, logits.Length);
            SoftMax(logits, editor.Values);
            value = editor.Commit();
        });

    /// <inheritdoc/>
    public override SchemaShape StockShape(SchemaShape input, string label, string features, string? weights) =>
        TemporaryFolder.NewContextOfSchemas().MulticlassClassification.Trainers.LbfgsMaximumEntropy(label, features, weights).GetOutputSchema(input);

    /// <summary>The key of the largest logit, of equals the first; 0, a missing key, where all are NaN.</summary>
    private static uint Key(ReadOnlySpan<float> logits)
    {
        uint key = 0;
        float largest = float.NegativeInfinity;
        for (int i = logits.Length - 1; i >= 0; i--)
        {
            if (logits[i] >= largest)
                (key, largest) = ((uint)i + 1, logits[i]);
        }
        return key;
    }

    private static void SoftMax(ReadOnlySpan<float> logits, Span<float> shares)
    {
        float largest = float.NegativeInfinity;
        foreach (float logit in logits)
            largest = Math.Max(largest, logit);
        float sum = 0;
        for (int i = 0; i < shares.Length; i++)
            sum += shares[i] = MathF.Exp(logits[i] - largest);
        for (int i = 0; i < shares.Length; i++)
            shares[i] /= sum;
    }

    private static ValueGetter<float> Getter<TKey>(DataViewRow row, DataViewSchema.Column label, Func<TKey, ulong> number)
    {
        ValueGetter<TKey> getter = row.GetGetter<TKey>(label);
        TKey key = default!;
        ulong classes = ((KeyDataViewType)label.Type).Count;
        return (ref float value) =>
        {
            getter(ref key);
            value = number(key) is var k and > 0 && k <= classes ? k - 1 : float.NaN;
        };
    }
}
