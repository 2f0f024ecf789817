using CsCheck;
using Syre.Cpu;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Runtime;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Data;

/// <summary>Missing values are filled in alike by torch and by the map for the CPU engine, in dense and in sparse rows.</summary>
[TestClass]
public sealed class MissingStageTests
{
    private static readonly Gen<float?[][]> s_rows =
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 6]).SelectMany((features, rows) =>
            Gen.Float[-3, 3].Nullable().Array[features].Array[rows]);

    [TestMethod]
    public void Torch_and_the_map_agree_on_dense_rows() => s_rows.Sample(holed =>
    {
        float[][] rows = [.. holed.Select(row => row.Select(value => value ?? float.NaN).ToArray())];
        using var scope = NewDisposeScope();
        using MissingStage stage = Stage(rows, out int[] indicated);
        int features = rows[0].Length;
        var mapped = new float[features + indicated.Length];
        IRowMap map = stage.ForRows(new RowBound(float.PositiveInfinity));
        foreach (float[] row in rows)
        {
            map.Map(row, mapped);
            float[] expected =
            [
                .. row.Select((value, i) => float.IsNaN(value) ? Median(rows, i) : value),
                .. indicated.Select(feature => float.IsNaN(row[feature]) ? 1f : 0f),
            ];
            Assert.AreSequenceEqual(expected, mapped);
            Tensor byTorch = stage.Forward(new FeatureRows(tensor(row).reshape(1, features))).Dense!;
            Assert.AreSequenceEqual(expected, HostValues.Copy<float>(byTorch));
        }
    }, iter: 200);

    [TestMethod]
    public void Torch_and_the_map_agree_on_sparse_rows() => s_rows.Sample(holed =>
    {
        float[][] rows = [.. holed.Select(row => row.Select(value => value is < 0 ? 0 : value ?? float.NaN).ToArray())];
        using var scope = NewDisposeScope();
        using MissingStage stage = Stage(rows, out int[] indicated);
        List<long> starts = [0], indices = [];
        List<float> values = [];
        foreach (float[] row in rows)
        {
            foreach ((int feature, float value) in row.Index().Where(entry => entry.Item != 0))
            {
                indices.Add(feature);
                values.Add(value);
            }
            starts.Add(indices.Count);
        }
        SparseRows mapped = stage.ForRows(new RowBound(float.PositiveInfinity))
            .MapEntries(new SparseRows(starts.ToArray(), indices.ToArray(), values.ToArray()));
        FeatureRows byTorch = stage.Forward(new FeatureRows(
            null, tensor(indices.ToArray()), tensor(starts[..^1].ToArray()), tensor(values.ToArray())));
        Assert.AreSequenceEqual(mapped.Starts[..^1].ToArray(), HostValues.Copy<long>(byTorch.Offsets!));
        Assert.AreSequenceEqual(mapped.Features.ToArray(), HostValues.Copy<long>(byTorch.Indices!));
        Assert.AreSequenceEqual(mapped.Values.ToArray(), HostValues.Copy<float>(byTorch.Values!));
        int features = rows[0].Length, entry = 0;
        for (int row = 0; row < rows.Length; row++)
        {
            foreach ((int feature, float value) in rows[row].Index().Where(item => item.Item != 0))
            {
                float filled = float.IsNaN(value) ? Median(rows, feature) : value;
                Assert.AreEqual((feature, filled), (mapped.Features[entry], mapped.Values[entry++]));
                if (float.IsNaN(value))
                    Assert.AreEqual((features + Array.IndexOf(indicated, feature), 1f), (mapped.Features[entry], mapped.Values[entry++]));
            }
            Assert.AreEqual(entry, mapped.Starts[row + 1]);
        }
    }, iter: 200);

    [TestMethod]
    public void A_feature_that_no_training_row_misses_is_told_of_by_nothing()
    {
        using var stage = new MissingStage([0], 1, CPU);
        stage.Set([new FeatureSummary(default, Median: 2, HasMissing: false)]);
        var mapped = new float[2];
        stage.ForRows(new RowBound(1e15f)).Map([float.NaN], mapped);
        Assert.AreSequenceEqual([2f, 0f], mapped);
    }

    [TestMethod]
    public void Summaries_leave_missing_values_out()
    {
        float[] known = [4, 1, 7, 2, 5], holed = [float.NaN, 4, 1, float.NaN, 7, 2, 5];
        Assert.AreEqual(new FeatureSummary(FeatureScale.Of([.. known]), 4, HasMissing: true), FeatureSummary.Of([.. holed]));
        Assert.AreEqual(new FeatureSummary(FeatureScale.Of([.. known]), 4, HasMissing: false), FeatureSummary.Of([.. known]));
        Assert.AreEqual(new FeatureSummary(default, 0, HasMissing: true), FeatureSummary.Of([float.NaN]));
        Assert.AreEqual(
            new FeatureSummary(FeatureScale.OfSparse([.. known], 8), 1.5f, HasMissing: true), FeatureSummary.OfSparse([.. holed], 10));
    }

    private static MissingStage Stage(float[][] rows, out int[] indicated)
    {
        int features = rows[0].Length;
        indicated = [.. Enumerable.Range(0, features).Where(feature => rows.Any(row => float.IsNaN(row[feature])))];
        var stage = new MissingStage(indicated, features, CPU);
        stage.Set([.. Enumerable.Range(0, features).Select(feature => FeatureSummary.Of([.. rows.Select(row => row[feature])]))]);
        return stage;
    }

    private static float Median(float[][] rows, int feature) => FeatureSummary.Of([.. rows.Select(row => row[feature])]).Median;
}
