using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Networks;
using Syre.MLNet.Scoring;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Engine;

/// <summary>Rows scored by a network, by the engine and by torch, which must give alike numbers.</summary>
internal static class ScoredBlock
{
    /// <summary>
    /// Compares outputs and hidden layers; the engine's outputs are returned. They are the same with and without a look at hidden layers,
    /// and of a row by itself.
    /// </summary>
    public static float[] Compare(ScoringNetwork network, IReadOnlyList<VBuffer<float>> rows)
    {
        using EngineScorer scorer = EngineScorer.Of(network, CPU)!;
        IEngineCopy present = scorer.Present();
        var actual = new float[rows.Count * network.Outputs];
        present.Score(Collect(network, rows), actual);
        using (NewDisposeScope())
        using (inference_mode())
        {
            float[] expected = [.. network.Score(Collect(network, rows).ToRows()).data<float>()];
            NetworkTrace trace = present.Trace(Collect(network, rows)), torchs = network.Trace(Collect(network, rows).ToRows());
            AreAlike(expected, actual, "outputs");
            Assert.AreSequenceEqual(actual, [.. trace.Outputs.data<float>()]);
            Assert.HasCount(torchs.Hidden.Count, trace.Hidden);
            for (int layer = 0; layer < torchs.Hidden.Count; layer++)
                AreAlike([.. torchs.Hidden[layer].data<float>()], [.. trace.Hidden[layer].data<float>()], $"hidden layer {layer}");
        }
        var alone = new float[network.Outputs];
        for (int row = 0; row < rows.Count; row++)
        {
            present.Score(Collect(network, [rows[row]]), alone);
            Assert.AreSequenceEqual(actual.AsSpan(row * alone.Length, alone.Length).ToArray(), alone, $"row {row} by itself");
        }
        return actual;
    }

    /// <summary>The features of each row, in memory of its own: a cursor has one for all.</summary>
    public static VBuffer<float>[] Features(IDataView data) => [.. data.GetColumn<VBuffer<float>>("Features").Select(row =>
    {
        VBuffer<float> copy = default;
        row.CopyTo(ref copy);
        return copy;
    })];

    /// <summary>Fails where numbers differ by more than rounding does; NaN is NaN's like.</summary>
    public static void AreAlike(float[] expected, float[] actual, string what)
    {
        Assert.HasCount(expected.Length, actual, what);
        double largest = expected.Where(float.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 2e-6 * largest, $"{what}, number {i}");
    }

    private static FeatureBlock Collect(ScoringNetwork network, IReadOnlyList<VBuffer<float>> rows)
    {
        var block = new FeatureBlock(network.Storage[0], rows[0].Length, rows.Count, CPU, network.FillsMissing);
        foreach (VBuffer<float> row in rows)
            block.Add(row);
        return block;
    }
}
