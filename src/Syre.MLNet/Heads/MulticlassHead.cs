using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Syre.MLNet.Objectives;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Heads;

/// <summary>A probability for each class as <c>Score</c>, and the likeliest class as <c>PredictedLabel</c>.</summary>
internal sealed class MulticlassHead : Head
{
    public override SchemaShape StockShape(SchemaShape input, string label, string features, string? weights) =>
        TemporaryFolder.NewContextOfSchemas().MulticlassClassification.Trainers.LbfgsMaximumEntropy(label, features, weights)
            .GetOutputSchema(input);

    public override ITransformer CreateScorer(
        HeadHost host, DataViewSchema schema, string outputsColumn, string label, int outputs, Objective objective)
    {
        VBuffer<float>[] gains = [.. Enumerable.Range(0, outputs).Select(row => Unit(outputs, row, Gain(objective)))];
        MaximumEntropyModelParameters model = MLNetInternals.MaximumEntropyModel(
            host.Environment, gains, new float[outputs], outputs, outputs, labelNames: null, statistics: null);
        return MLNetInternals.Scorer<MaximumEntropyModelParameters>
            .Multiclass(host.Environment, model, schema, outputsColumn, label, "Score", "PredictedLabel");
    }

    public override Delegate Getter(string column, RowOutputs outputs, Objective objective)
    {
        float gain = Gain(objective);
        return column == "PredictedLabel"
            ? (ValueGetter<uint>)((ref uint value) => value = Key(outputs()))
            : (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
            {
                ReadOnlySpan<float> logits = outputs();
                VBufferEditor<float> editor = VBufferEditor.Create(ref value, logits.Length);
                SoftMax(logits, gain, editor.Values);
                value = editor.Commit();
            });
    }

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

    /// <summary>The probabilities of logits times a number.</summary>
    internal static void SoftMax(ReadOnlySpan<float> logits, float gain, Span<float> shares)
    {
        float largest = float.NegativeInfinity;
        foreach (float logit in logits)
            largest = Math.Max(largest, gain * logit);
        float sum = 0;
        for (int i = 0; i < shares.Length; i++)
            sum += shares[i] = MathF.Exp(gain * logits[i] - largest);
        for (int i = 0; i < shares.Length; i++)
            shares[i] /= sum;
    }
}
