using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Inputs;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Tabular;
using Syre.Torch;

namespace Syre.MLNet.Tests.Diagnostics;

[TestClass]
public sealed class CollapseDiagnosticsTests
{
    private const int Active = 0, Norm = 1, Outside = 2, Rank = 3, Dead = 4, Duplicate = 5;
    private static readonly MLContext s_ml = new(seed: 1);

    [TestMethod]
    [DataRow(100)]
    [DataRow(2000)]
    public void Rows_of_a_known_subspace_are_inside_of_it_and_rows_at_right_angles_outside(int width)
    {
        const int directions = 6;
        float[][] rows = ColumnData.InSubspace(400, width, directions);
        float[] across = Enumerable.Repeat(3f, width).ToArray(), half = [.. across];
        across[50]++;
        half[0]++;
        using CollapseDiagnosticsTransformer model = Fit(rows, energy: 1);
        Assert.AreEqual(directions, model.Report.Layers[0].Measured.Centred.NumericalRank);
        float[][] slots = Slots(model, [.. rows, across, half]);
        foreach (float[] row in slots[..^2])
            Assert.AreEqual(0, row[Outside], 1e-4);
        Assert.AreEqual(1, slots[^2][Outside], 0.02);
        // Half of the unit vector e₀ lies in (e₀ + e₋₁)/√2; the rest is outside.
        Assert.AreEqual(0.5, slots[^1][Outside], 0.02);
    }

    [TestMethod]
    public void Directions_are_the_fewest_that_hold_the_energy_and_no_more_than_allowed()
    {
        // Variances 1, 1/4, 1/9, 1/16: shares 0.70, 0.88, 0.95, 1.
        float[][] rows = ColumnData.InSubspace(4000, 20, 4);
        foreach ((double energy, int maximum, double outside) in new[]
        {
            (0.6, 128, 0.3), (0.8, 128, 0.12), (0.93, 128, 0.05), (0.99, 128, 0), (0.99, 2, 0.12),
        })
        {
            using CollapseDiagnosticsTransformer model = Fit(rows, energy, maximum);
            float[][] slots = Slots(model, rows);
            double left = slots.Zip(rows).Sum(pair => pair.First[Outside] * Square(pair.Second)) / rows.Sum(Square);
            Assert.AreEqual(outside, left, 0.02, $"energy {energy}, at most {maximum}");
        }

        double Square(float[] row) => row.Sum(value => (value - 3.0) * (value - 3.0));
    }

    [TestMethod]
    public void Slots_have_names_and_say_what_the_row_and_the_report_say()
    {
        float[][] rows = ColumnData.Normal(300, 10);
        foreach (float[] row in rows)
            (row[3], row[4], row[8]) = (0, 7, row[9]);
        using CollapseDiagnosticsTransformer model = s_ml.Transforms
            .CollapseDiagnostics(new CollapseDiagnosticsOptions
            {
                OutputColumnName = "Output", InputColumnName = "Features", Thresholds = new CollapseThresholds { DeadShare = 0.15 },
            })
            .Fit(ColumnData.View(s_ml, rows));
        IDataView scored = model.Transform(ColumnData.View(s_ml, rows));
        VBuffer<ReadOnlyMemory<char>> names = default;
        scored.Schema["Output"].GetSlotNames(ref names);
        Assert.AreEqual(
            "ActiveShare RelativeNorm OutsideSubspace EffectiveRankRatio DeadShare DuplicateShare", string.Join(' ', names.DenseValues()));

        LayerReport column = model.Report.Layers.Single();
        CollectionAssert.AreEqual(new[] { 3 }, column.Measured.Units.Dead.ToArray());
        CollectionAssert.AreEqual(new[] { 4 }, column.Measured.Units.Constant.ToArray());
        CollectionAssert.AreEqual(new[] { 8, 9 }, column.Measured.Units.Twins.Single().ToArray());
        float[] norms = [.. rows.Select(row => MathF.Sqrt(row.Sum(value => value * value)))];
        float median = (float)Quantiles.Interpolate(norms.Order().ToArray(), 0.5);
        float[][] slots = Slots(model, rows);
        for (int row = 0; row < rows.Length; row++)
        {
            Assert.AreEqual(0.9f, slots[row][Active], 1e-6);
            Assert.AreEqual(norms[row] / median, slots[row][Norm], 1e-5);
            Assert.AreEqual((float)column.EffectiveRankRatio, slots[row][Rank]);
            Assert.AreEqual(0.2f, slots[row][Dead]);
            Assert.AreEqual(0.1f, slots[row][Duplicate]);
        }
        CollectionAssert.AreEqual(
            new[] { "DeadShare" },
            model.Report.Findings.Where(finding => finding.Verdict == CollapseVerdict.Reduced)
                .Select(finding => finding.Measure).ToArray());
        StringAssert.Contains(model.Report.Summary, "Features");
    }

    [TestMethod]
    public void Sparse_and_dense_rows_give_the_same_model_and_the_same_slots()
    {
        foreach (int width in new[] { 300, 1500 })
        {
            VBuffer<float>[] sparse = ColumnData.Sparse(700, width, entries: 20);
            VBuffer<float>[] dense = [.. sparse.Select(row => new VBuffer<float>(width, row.DenseValues().ToArray()))];
            IDataView sparseView = ColumnData.View(s_ml, sparse, width), denseView = ColumnData.View(s_ml, dense, width);
            using CollapseDiagnosticsTransformer first = Estimator().Fit(sparseView), second = Estimator().Fit(denseView);
            Assert.AreEqual(first.Report.ToJson(), second.Report.ToJson());
            float[][] expected = Slots(first, sparseView);
            foreach (float[][] actual in new[] { Slots(first, denseView), Slots(second, sparseView) })
            {
                for (int row = 0; row < expected.Length; row++)
                    CollectionAssert.AreEqual(expected[row], actual[row]);
            }
        }
    }

    [TestMethod]
    public void A_row_with_a_missing_value_is_left_out_with_a_warning_and_gets_NaN()
    {
        float[][] rows = ColumnData.Normal(100, 5), odd = [[1, float.NaN, 0, 2, 3], [1, float.PositiveInfinity, 0, 2, 3]];
        var ml = new MLContext(seed: 1);
        List<string> messages = [];
        ml.Log += (_, e) => messages.Add(e.RawMessage);
        using CollapseDiagnosticsTransformer model = ml.Transforms.CollapseDiagnostics("Output", "Features", seed: 1)
            .Fit(ColumnData.View(ml, [.. odd, .. rows]));
        Assert.IsTrue(messages.Any(message => message.Contains("2 of 102 rows") && message.Contains("'Features'")));
        using CollapseDiagnosticsTransformer without = Fit(rows);
        Assert.AreEqual(without.Report.ToJson(), model.Report.ToJson());
        foreach (float[] slots in Slots(model, odd))
        {
            Assert.IsTrue(slots[..3].All(float.IsNaN));
            Assert.IsTrue(slots[3..].All(float.IsFinite));
        }
    }

    [TestMethod]
    public void One_row_constant_rows_and_rows_of_zeros_are_defined()
    {
        foreach (float[][] rows in new[] { [[1, 2, 0f]], [[1, 2, 0f], [1, 2, 0f], [1, 2, 0f]], new[] { new float[3], new float[3] } })
        {
            using CollapseDiagnosticsTransformer model = Fit(rows);
            float[] known = Slots(model, rows)[0], other = Slots(model, [[1, 2, 4]])[0];
            bool zero = rows[0][1] == 0;
            Assert.AreEqual(zero ? 0 : 2 / 3f, known[Active], 1e-6);
            Assert.AreEqual(zero ? 0 : 1, known[Norm], 1e-6);
            Assert.AreEqual(0, known[Outside]);
            Assert.AreEqual(0, known[Rank]);
            Assert.AreEqual(zero || rows.Length > 1 ? 1 : 1 / 3f, known[Dead]);
            Assert.AreEqual(1, other[Outside]);
        }
    }

    [TestMethod]
    public void The_order_of_rows_does_not_matter_where_none_is_held_back()
    {
        foreach (int width in new[] { 40, 1200 })
        {
            float[][] rows = ColumnData.InSubspace(400, width, 15), probe = ColumnData.InSubspace(20, width, 30, seed: 2);
            using CollapseDiagnosticsTransformer first = Fit(rows), second = Fit([.. rows.OrderBy(row => row[2])]);
            float[][] expected = Slots(first, probe), actual = Slots(second, probe);
            for (int row = 0; row < probe.Length; row++)
            {
                for (int slot = 0; slot < 6; slot++)
                    Assert.AreEqual(expected[row][slot], actual[row][slot], 1e-4);
            }
        }
    }

    [TestMethod]
    public void Input_and_output_may_have_one_name_and_the_file_gives_the_same()
    {
        float[][] rows = ColumnData.Normal(60, 7);
        IDataView data = ColumnData.View(s_ml, rows);
        using CollapseDiagnosticsTransformer model = s_ml.Transforms.CollapseDiagnostics("Features", seed: 1).Fit(data);
        DataViewSchema schema = model.GetOutputSchema(data.Schema);
        CollectionAssert.AreEqual(new[] { "Features", "Features" }, schema.Select(column => column.Name).ToArray());
        Assert.AreEqual(6, ((VectorDataViewType)schema["Features"].Type).Size);
        using var file = new MemoryStream();
        s_ml.Model.Save(model, data.Schema, file);
        float[][] expected = Column(model.Transform(data), "Features");
        float[][] actual = Column(new MLContext().Model.LoadSurely(new MemoryStream(file.ToArray()), out _).Transform(data), "Features");
        for (int row = 0; row < rows.Length; row++)
            CollectionAssert.AreEqual(expected[row], actual[row]);
    }

    [TestMethod]
    public void The_seed_comes_from_the_context_and_stays_through_a_second_Fit()
    {
        IDataView data = ColumnData.View(s_ml, ColumnData.Sparse(1000, 3000, 10), 3000);
        CollapseDiagnosticsEstimator estimator = new MLContext(seed: 5).Transforms.CollapseDiagnostics("Output", "Features");
        using CollapseDiagnosticsTransformer first = estimator.Fit(data), again = estimator.Fit(data);
        using CollapseDiagnosticsTransformer same = new MLContext(seed: 5).Transforms.CollapseDiagnostics("Output", "Features").Fit(data);
        using CollapseDiagnosticsTransformer other = new MLContext(seed: 6).Transforms.CollapseDiagnostics("Output", "Features").Fit(data);
        Assert.AreEqual(first.Report.ToJson(), again.Report.ToJson());
        Assert.AreEqual(first.Report.ToJson(), same.Report.ToJson());
        Assert.AreNotEqual(first.Report.ToJson(), other.Report.ToJson());
    }

    [TestMethod]
    public void Ten_thousand_sparse_slots_fit_in_seconds_without_being_made_dense()
    {
        const int rows = 5000, width = 10_000;
        IDataView data = ColumnData.View(s_ml, ColumnData.Sparse(rows, width, entries: 60), width);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        using CollapseDiagnosticsTransformer model = Estimator().Fit(data);
        // The rows would take 200 MB dense.
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.IsTrue(clock.Elapsed.TotalSeconds < 60, $"{clock.Elapsed}");
        Assert.IsTrue(allocated < 250L << 20, $"{allocated >> 20} MB");
        LayerReport column = model.Report.Layers.Single();
        Assert.AreEqual("Column (sketch)", column.Kind);
        Assert.AreEqual(width, column.Width);
        Assert.IsTrue(column.Measured.Centred.EffectiveRank > 128);
        Assert.IsTrue(model.Report.RowProfile!.HeldBack);
        Console.WriteLine($"{clock.Elapsed.TotalSeconds:f1} s, {allocated >> 20} MB, {model.Report}");
    }

    internal static CollapseDiagnosticsTransformer Fit(float[][] rows, double energy = 0.99, int maximumSubspace = 128) =>
        s_ml.Transforms.CollapseDiagnostics("Output", "Features", energy, maximumSubspace, seed: 1).Fit(ColumnData.View(s_ml, rows));

    internal static float[][] Slots(CollapseDiagnosticsTransformer model, float[][] rows) => Slots(model, ColumnData.View(s_ml, rows));

    private static float[][] Slots(CollapseDiagnosticsTransformer model, IDataView data) => Column(model.Transform(data), "Output");

    private static float[][] Column(IDataView data, string name) =>
        Array.ConvertAll(Small.Column<VBuffer<float>>(data, name), row => row.DenseValues().ToArray());

    private static CollapseDiagnosticsEstimator Estimator() => s_ml.Transforms.CollapseDiagnostics("Output", "Features", seed: 1);
}
