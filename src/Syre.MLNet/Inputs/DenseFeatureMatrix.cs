using System.Runtime.InteropServices;
using TorchSharp;

namespace Syre.MLNet.Inputs;

/// <summary>Feature rows with every value stored.</summary>
internal sealed class DenseFeatureMatrix : FeatureMatrix
{
    /// <summary>Rows looked at for medians and quartiles: beyond that many an even sample is as good.</summary>
    private const int ScaleSample = 200_000;

    private readonly torch.Tensor _values;

    /// <summary>Takes ownership of <paramref name="values"/>, <c>[rows, features]</c>, float32.</summary>
    public DenseFeatureMatrix(torch.Tensor values) => _values = values;

    public override int Rows => (int)_values.shape[0];

    public override int Features => (int)_values.shape[1];

    public override int[]? Slots => null;

    public override bool IsSparse => false;

    public override double MeanEntries => Features;

    public override ReadOnlySpan<float> Values => MemoryMarshal.Cast<byte, float>(_values.bytes);

    public override FeatureRows Select(RowOrder order, int start, int count)
    {
        using torch.Tensor rows = order.OnDevice.narrow(0, start, count);
        return new FeatureRows(_values.index_select(0, rows));
    }

    public override FeatureSummary[] Summaries(long[] rows)
    {
        long stride = Math.Max(1, (rows.Length + ScaleSample - 1) / ScaleSample);
        using torch.Tensor sample = torch.tensor(rows.Where((_, i) => i % stride == 0).ToArray(), device: _values.device);
        var summaries = new FeatureSummary[Features];
        for (int feature = 0; feature < summaries.Length; feature++)
        {
            using var scope = torch.NewDisposeScope();
            torch.Tensor values = _values.select(1, feature).index_select(0, sample).cpu();
            summaries[feature] = FeatureSummary.Of(MemoryMarshal.Cast<byte, float>(values.bytes));
        }
        return summaries;
    }

    protected override int[] FindNumbers()
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor host = _values.cpu();
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(host.bytes);
        var spreads = new ValueSpread[Features];
        Array.Fill(spreads, ValueSpread.None);
        for (int row = 0; row < Rows; row++)
        {
            ReadOnlySpan<float> features = values.Slice(row * spreads.Length, spreads.Length);
            for (int feature = 0; feature < spreads.Length; feature++)
                spreads[feature].Add(features[feature]);
        }
        return [.. Enumerable.Range(0, spreads.Length).Where(feature => spreads[feature].IsNumber)];
    }

    public override void Dispose() => _values.Dispose();
}
