using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Tests.Tabular;

[TestClass]
public sealed class SparseFeaturesTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    [TestMethod]
    public void A_column_of_100_000_slots_trains_without_being_made_dense()
    {
        // Dense, these rows would take 4000 x 100 000 x 4 bytes = 1.6 GB.
        IDataView data = Rows(s_ml, slots: 100_000, rows: 4000);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        long peak = System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64;
        using SyreNetworkTransformer model = s_ml.BinaryClassification.Trainers
            .SyreNetwork(Small.Options with { BatchSize = 256, Epochs = 4 })
            .Fit(data);
        long grown = System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64 - peak;
        Assert.IsTrue(grown < 600L << 20, $"The peak working set grew by {grown >> 20} MB.");
        Assert.IsTrue(GC.GetTotalAllocatedBytes(precise: true) - before < 800L << 20);
        Assert.IsTrue(s_ml.BinaryClassification.Evaluate(model.Transform(data)).Accuracy > 0.9);
    }

    [TestMethod]
    public void The_saved_model_scores_sparse_rows_like_the_one_in_memory()
    {
        IDataView data = Rows(s_ml, slots: 5000, rows: 400);
        using SyreNetworkTransformer model = s_ml.BinaryClassification.Trainers.SyreNetwork(Small.Options).Fit(data);
        using var stream = new MemoryStream();
        s_ml.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        float[] expected = Small.Scores(model, data), actual = Small.Scores(new MLContext().Model.LoadSurely(stream, out _), data);
        for (int row = 0; row < expected.Length; row++)
            Assert.AreEqual(expected[row], actual[row], 1e-5f * Math.Max(1, Math.Abs(expected[row])));
    }

    [TestMethod]
    [DataRow(MissingValues.Skip, float.NaN, true)]
    [DataRow(MissingValues.Impute, float.NaN, false)]
    [DataRow(MissingValues.Impute, float.PositiveInfinity, true)]
    public void A_value_that_is_no_number_in_a_slot_that_never_occurred_makes_the_score_NaN_unless_it_is_filled_in(
        MissingValues policy, float value, bool expected)
    {
        IDataView data = Rows(s_ml, slots: 5000, rows: 100);
        using SyreNetworkTransformer model =
            s_ml.BinaryClassification.Trainers.SyreNetwork(Small.Options with { MissingValues = policy }).Fit(data);
        var missing = new Row { Features = new VBuffer<float>(5000, 1, [value], [4999]) };
        IDataView view = View(s_ml, 5000, [missing]);
        using var stream = new MemoryStream();
        s_ml.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        Assert.AreEqual(expected, float.IsNaN(Small.Scores(model, view).Single()));
        Assert.AreEqual(expected, float.IsNaN(Small.Scores(new MLContext().Model.LoadSurely(stream, out _), view).Single()));
    }

    /// <summary>Rows of ten entries among the lower half of the slots, true when more of them are even than odd.</summary>
    internal static IDataView Rows(MLContext ml, int slots, int rows)
    {
        var random = new Random(1);
        return View(ml, slots, Enumerable.Range(0, rows).Select(_ =>
        {
            int parity = random.Next(2);
            int[] indices = Enumerable.Range(0, 10)
                .Select(_ => random.Next(slots / 4) * 2 + (random.NextDouble() < 0.9 ? parity : 1 - parity)).Distinct().Order().ToArray();
            return new Row
            {
                Label = indices.Count(index => index % 2 == 0) > indices.Length / 2,
                Features = new VBuffer<float>(slots, indices.Length, Enumerable.Repeat(1f, indices.Length).ToArray(), indices),
            };
        }).ToArray());
    }

    private static IDataView View(MLContext ml, int slots, Row[] rows)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, slots);
        return ml.Data.LoadFromEnumerable(rows, schema);
    }

    internal sealed class Row
    {
        public bool Label { get; set; }

        public VBuffer<float> Features { get; set; }
    }
}
