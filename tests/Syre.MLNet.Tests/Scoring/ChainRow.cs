using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Scoring;

/// <summary>A row with a label for each kind of trainer.</summary>
internal sealed class ChainRow
{
    public float Amount { get; set; }

    public bool Flag { get; set; }

    [VectorType(3)]
    public float[] Features { get; set; } = [];

    public uint Number { get; set; }

    public string Words { get; set; } = "";

    /// <summary>The rows, with a key <c>Kind</c> of three values.</summary>
    public static IDataView View(MLContext ml, int rows = 120)
    {
        var random = new Random(5);
        IDataView view = ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(row =>
        {
            float[] features = [random.NextSingle(), random.NextSingle(), random.NextSingle()];
            float amount = 20 * features[0] + 5 * features[1] * features[1];
            return new ChainRow
            {
                Amount = amount,
                Flag = amount > 12,
                Features = features,
                Number = (uint)(amount / 9),
                Words = amount > 12 ? $"a large sum of item {row % 7}" : $"little for number {row % 5}",
            };
        }).ToList());
        return ml.Transforms.Conversion.MapValueToKey("Kind", "Number").Fit(view).Transform(view);
    }
}
