using Microsoft.ML;
using Microsoft.ML.Transforms;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Retraining;

/// <summary>
/// Gives the key of a label, which a fitted pipeline makes of values, the values that new rows have beside those that it knows.
/// </summary>
internal static class LabelKeys
{
    /// <summary>The parts of a pipeline with a larger key; themselves where no part makes the label a key of values.</summary>
    /// <param name="context">Makes the new mapping.</param>
    /// <param name="parts">The fitted parts.</param>
    /// <param name="data">New rows, as the first part takes them.</param>
    /// <param name="label">The label's column.</param>
    public static IReadOnlyList<ITransformer> Extend(MLContext context, IReadOnlyList<ITransformer> parts, IDataView data, string label)
    {
        List<ITransformer> extended = [];
        foreach (ITransformer part in parts.SelectMany(Flat))
        {
            IReadOnlyList<ITransformer> now = part is ValueToKeyMappingTransformer mapping &&
                MLNetInternals.ColumnPairsOf(mapping) is var pairs && pairs.Any(pair => pair.Output == label)
                ? Extended(context, mapping, pairs, data, label)
                : [part];
            extended.AddRange(now);
            data = now.Aggregate(data, (view, step) => step.Transform(view));
        }
        return extended;
    }

    private static IEnumerable<ITransformer> Flat(ITransformer part) =>
        part is IEnumerable<ITransformer> chain ? chain.SelectMany(Flat) : [part];

    /// <summary>One mapping for each column, of which the label's has the new values after those that it had.</summary>
    private static List<ITransformer> Extended(
        MLContext context, ValueToKeyMappingTransformer mapping, (string Output, string Input)[] pairs, IDataView data, string label)
    {
        DataViewSchema known = mapping.GetOutputSchema(data.Schema);
        List<ITransformer> parts = [];
        foreach ((string output, string input) in pairs)
        {
            DataViewSchema.Column? more = output == label
                ? context.Transforms.Conversion.MapValueToKey(output, input).Fit(data).GetOutputSchema(data.Schema)[output]
                : null;
            parts.Add(context.Transforms.Conversion.MapValueToKey(
                output, input, keyData: KeyNames.Values(context, known[output], more)).Fit(data));
        }
        return parts;
    }
}
