using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Members;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.WarmStart;
using Syre.Torch;

namespace Syre.MLNet.Tests.Compacting;

/// <summary>Networks with units by hand that can go, of every kind of label.</summary>
[TestClass]
public sealed class CompactionTests
{
    private static readonly SyreNetworkOptions s_options = Small.Options with
    {
        Seed = 4,
        Epochs = 4,
        Collapse = new() { RepresentationColumnName = "Embedding" },
    };

    public static IEnumerable<object[]> Cases =>
        from name in MemberTask.Names
        from members in new[] { 1, 3 }
        select new object[] { name, members };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void What_is_taken_out_changes_no_column_in_memory_or_in_the_file(string name, int members)
    {
        var task = MemberTask.Named(name);
        using SyreNetworkTransformer model = task.Trainer(s_options with { Members = members }).Fit(task.Data);
        HandMade.Collapse(model.Model);
        (SyreNetworkTransformer smaller, CompactionReport report) = model.Compact();
        using (smaller)
        {
            Assert.HasCount(2 * members, report.Layers);
            foreach (CompactedLayer layer in report.Layers)
                Assert.AreEqual(new CompactedLayer(layer.Name, 16, 12, Constant: 1, Copies: 3, Unread: 0), layer);
            Assert.AreEqual(members == 1 ? "hidden2" : "member3.hidden2", report.Layers[^1].Name);
            Assert.IsLessThanOrEqualTo(1e-6, report.Bound);
            Assert.IsLessThan(report.ParametersBefore, report.ParametersAfter);
            Assert.IsTrue(report.BytesAfter > 0 && report.MicrosecondsBefore > 0 && report.MicrosecondsAfter > 0);
            AreAlike(model, smaller, task.Data);

            using var file = new TemporaryModel();
            file.Save(smaller, task.Data.Schema);
            ITransformer loaded = task.ML.Model.Load(file.Path, out _);
            AreAlike(smaller, loaded, task.Data);
            (loaded as IDisposable)?.Dispose();
            using SyreNetworkModel rebuilt = SyreModelFile.Open(file.Path).CreateModel();
            Assert.IsTrue(rebuilt.ScoringNetwork.Spec.IsCompacted);
            Assert.AreEqual(report.ParametersAfter, rebuilt.ScoringNetwork.parameters().Sum(parameter => parameter.numel()));
            StringAssert.Contains(string.Join('\n', rebuilt.Describe().Facts.Select(fact => fact.Value)), ", compacted to ");
        }
        Assert.IsTrue(task.Scores(model).All(float.IsFinite), "the given model stays");
    }

    [TestMethod]
    public void Units_that_nobody_reads_go_and_are_shown_as_constants()
    {
        var task = MemberTask.Named("regression");
        using SyreNetworkTransformer model = task.Trainer(s_options).Fit(task.Data);
        HandMade.Collapse(model.Model, unread: 6);
        (SyreNetworkTransformer smaller, CompactionReport report) = model.Compact();
        using (smaller)
        {
            Assert.AreEqual(new CompactedLayer("hidden2", 16, 11, Constant: 1, Copies: 3, Unread: 1), report.Layers[1]);
            float[] before = task.Scores(model), after = task.Scores(smaller);
            for (int i = 0; i < before.Length; i++)
                Assert.AreEqual(before[i], after[i], 1e-5);
            float[] units = Numbers(model.Transform(task.Data), "Embedding"), shown = Numbers(smaller.Transform(task.Data), "Embedding");
            for (int i = 0; i < units.Length; i++)
                Assert.AreEqual(i % 16 == 6 ? shown[6] : units[i], shown[i], 1e-5, $"{i}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void A_second_time_nothing_goes(string name, int members)
    {
        var task = MemberTask.Named(name);
        using SyreNetworkTransformer model = task.Trainer(s_options with { Members = members }).Fit(task.Data);
        HandMade.Collapse(model.Model);
        using SyreNetworkTransformer smaller = model.Compact().Model;
        (SyreNetworkTransformer again, CompactionReport report) = smaller.Compact();
        using (again)
        {
            Assert.IsFalse(report.IsSmaller, $"{report}");
            Assert.AreEqual(report.BytesBefore, report.BytesAfter);
            CollectionAssert.AreEqual(task.Scores(smaller), task.Scores(again));
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Of_a_network_that_is_as_trained_nothing_goes(string name, int members)
    {
        var task = MemberTask.Named(name);
        using SyreNetworkTransformer model = task.Trainer(s_options with { Members = members }).Fit(task.Data);
        (SyreNetworkTransformer same, CompactionReport report) = model.Compact();
        using (same)
        {
            Assert.IsFalse(report.IsSmaller, $"{report}");
            Assert.AreEqual(0, report.Bound);
            Assert.AreEqual(report.ParametersBefore, report.ParametersAfter);
            CollectionAssert.AreEqual(task.Scores(model), task.Scores(same));
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void On_rows_given_outputs_change_by_no_more_than_the_tolerance(string name, int members)
    {
        var task = MemberTask.Named(name);
        using SyreNetworkTransformer model = task.Trainer(s_options with { Members = members, Calibrate = false }).Fit(task.Data);
        int gone = 0;
        foreach (double tolerance in new[] { 0, 0.01, 0.1, 1 })
        {
            (SyreNetworkTransformer smaller, CompactionReport report) = model.Compact(task.Data, tolerance);
            using (smaller)
            {
                Assert.AreEqual(task.Data.Preview(1000).RowView.Length, report.Rows);
                Assert.IsLessThanOrEqualTo(tolerance + UnitCompaction.Rounding, report.Bound);
                int now = report.Layers.Sum(layer => layer.UnitsBefore - layer.UnitsAfter);
                Assert.IsGreaterThanOrEqualTo(gone, now);
                gone = now;
                if (name.StartsWith("binary", StringComparison.Ordinal))
                {
                    float[] before = task.Scores(model), after = task.Scores(smaller);
                    for (int i = 0; i < before.Length; i++)
                        Assert.AreEqual(before[i], after[i], report.Bound + 1e-4);
                }
            }
        }
        Assert.IsGreaterThan(0, gone);
    }

    [TestMethod]
    [DataRow(4)]
    [DataRow(1000)]
    public void Rows_with_missing_values_score_the_same(int slots)
    {
        var ml = new MLContext(1);
        IDataView rows = HoledRow.View(ml, HoledRow.Examples(slots));
        using SyreNetworkTransformer model = ml.MulticlassClassification.Trainers.SyreNetwork(s_options with
        {
            LabelColumnName = nameof(HoledRow.Class),
            Members = 2,
        }).Fit(rows);
        HandMade.Collapse(model.Model);
        foreach ((IDataView? given, double tolerance) in new[] { (null, 0), (rows, 1e-5) })
        {
            (SyreNetworkTransformer smaller, CompactionReport report) = model.Compact(given, tolerance);
            using (smaller)
            {
                Assert.IsTrue(report.IsSmaller);
                AreAlike(model, smaller, rows);
            }
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void What_strong_plain_decay_makes_of_a_network_becomes_small(int seed)
    {
        var task = MemberTask.Named("multiclass");
        using SyreNetworkTransformer model = task.Trainer(s_options with
        {
            HiddenLayers = [64, 64],
            Activation = Activation.Relu,
            Seed = seed,
            Epochs = 60,
            EarlyStopping = false,
            Calibrate = false,
            Syre = new() { Mode = DecayMode.Plain, WeightDecay = 8 },
        }).Fit(task.Data);
        (SyreNetworkTransformer smaller, CompactionReport report) = model.Compact(task.Data, 0.05);
        using (smaller)
        {
            Assert.IsLessThan(64, report.Layers.Sum(layer => layer.UnitsAfter), $"{report}");
            Assert.IsLessThan(0.8, report.BytesAfter / (double)report.BytesBefore, $"{report}");
            float[] before = task.Scores(model), after = task.Scores(smaller);
            for (int i = 0; i < before.Length; i++)
                Assert.AreEqual(before[i], after[i], 0.05);
        }
    }

    [TestMethod]
    public void Features_that_are_not_scaled_and_cosines_of_numbers_are_bounded()
    {
        var task = MemberTask.Named("regression");
        foreach (SyreNetworkOptions options in new[]
        {
            s_options with { ScaleFeatures = false }, s_options with { NumericEmbedding = NumericEmbedding.Pbld, Members = 2 },
            s_options with { TargetTransform = TargetTransform.Log }, s_options with { Interval = 0.8 },
            s_options with { HiddenLayers = [] },
        })
        {
            using SyreNetworkTransformer model = task.Trainer(options).Fit(task.Data);
            HandMade.Collapse(model.Model);
            (SyreNetworkTransformer smaller, CompactionReport report) = model.Compact();
            using (smaller)
            {
                Assert.AreEqual(options.HiddenLayers.Count > 0, report.IsSmaller, $"{report}");
                AreAlike(model, smaller, task.Data);
            }
        }
    }

    /// <summary>All columns that a model adds have the same values but for rounding.</summary>
    private static void AreAlike(ITransformer expected, ITransformer actual, IDataView rows)
    {
        IDataView before = expected.Transform(rows), after = actual.Transform(rows);
        foreach (DataViewSchema.Column column in before.Schema.Where(column => rows.Schema.GetColumnOrNull(column.Name) is null))
        {
            float[] one = Numbers(before, column.Name), other = Numbers(after, column.Name);
            Assert.HasCount(one.Length, other);
            for (int i = 0; i < one.Length; i++)
                Assert.IsTrue(one[i].Equals(other[i]) || Math.Abs(one[i] - other[i]) <= 2e-5 * (1 + Math.Abs(one[i])), Text(i));

            string Text(int i) => $"{column.Name}, {i}: {one[i]} and {other[i]}";
        }
    }

    private static float[] Numbers(IDataView view, string column) => view.Schema[column].Type switch
    {
        VectorDataViewType => [.. Small.Column<VBuffer<float>>(view, column).SelectMany(value => value.DenseValues())],
        KeyDataViewType => [.. Small.Column<uint>(view, column).Select(value => (float)value)],
        BooleanDataViewType => [.. Small.Column<bool>(view, column).Select(value => value ? 1f : 0)],
        _ => Small.Column<float>(view, column),
    };
}
