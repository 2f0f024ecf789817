using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Members;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.WarmStart;

namespace Syre.MLNet.Tests.Compacting;

/// <summary>Ensembles that are cut to fewer members.</summary>
[TestClass]
public sealed class WithMembersTests
{
    private static readonly SyreNetworkOptions s_options = Small.Options with
    {
        Seed = 4,
        Epochs = 8,
        Members = 3,
        Collapse = new() { RepresentationColumnName = "Embedding" },
    };

    public static IEnumerable<object[]> Cases =>
        from name in MemberTask.Names
        from members in new[] { 1, 2, 3 }
        select new object[] { name, members };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void The_first_members_score_as_an_ensemble_of_them_alone_would(string name, int members)
    {
        var task = MemberTask.Named(name);
        using SyreNetworkTransformer model = task.Trainer(s_options).Fit(task.Data);
        using SyreNetworkTransformer expected = task.Trainer(s_options with { Members = members }).Fit(task.Data);
        using SyreNetworkTransformer few = model.WithMembers(members);
        Alike(task.Scores(expected), task.Scores(few), 1e-5);
        Assert.AreEqual(members, few.Model.Options.Members);
        Assert.AreEqual(expected.Summary.Members.Count, few.Summary.Members.Count);
        Assert.AreEqual(expected.Summary.Temperature, few.Summary.Temperature);
        Assert.AreEqual(expected.Summary.Parameters, few.Summary.Parameters);
        Assert.AreEqual(expected.Report.Verdict, few.Report.Verdict);
        Alike(
            [.. Small.Column<VBuffer<float>>(expected.Transform(task.Data), "Collapse").SelectMany(row => row.DenseValues())],
            [.. Small.Column<VBuffer<float>>(few.Transform(task.Data), "Collapse").SelectMany(row => row.DenseValues())], 1e-4);

        using var file = new TemporaryModel();
        InitialModel initial = file.Save(few, task.Data.Schema);
        Alike(task.Scores(few), task.Scores(task.ML.Model.Load(file.Path, out _)), 1e-4);
        using SyreNetworkModel rebuilt = SyreModelFile.Open(file.Path).CreateModel();
        Assert.AreEqual(few.Summary.Members.Count, rebuilt.Summary.Members.Count);
        using SyreNetworkTransformer later = task.Trainer(s_options with { Members = null, InitialModel = initial, Epochs = 1 })
            .Fit(task.Data);
        Assert.AreEqual(few.Summary.Members.Count, later.Summary.Members.Count);
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void With_rows_the_chosen_come_first_and_probabilities_are_calibrated_on_them(string name, int members)
    {
        var task = MemberTask.Named(name);
        using SyreNetworkTransformer model = task.Trainer(s_options).Fit(task.Data);
        using SyreNetworkTransformer few = model.WithMembers(members, task.Data);
        Assert.AreEqual(members, Math.Max(1, few.Summary.Members.Count));
        Assert.IsTrue(task.Scores(few).All(float.IsFinite));
        using var file = new TemporaryModel();
        file.Save(few, task.Data.Schema);
        Alike(task.Scores(few), task.Scores(task.ML.Model.Load(file.Path, out _)), 1e-4);
        if (!name.Contains("regression", StringComparison.Ordinal))
        {
            Assert.AreNotEqual(1, few.Summary.Temperature);
            using SyreNetworkTransformer again = model.WithMembers(members, task.Data);
            CollectionAssert.AreEqual(task.Scores(few), task.Scores(again));
        }
    }

    [TestMethod]
    [DataRow("binary")]
    [DataRow("multiclass")]
    [DataRow("regression")]
    public void The_best_by_itself_is_chosen_first(string name)
    {
        var task = MemberTask.Named(name);
        using SyreNetworkTransformer model = task.Trainer(s_options).Fit(task.Data);
        // Nothing is left of the first two.
        foreach (Syre.MLNet.Networks.TabularNetwork network in HandMade.Networks(model.Model).Take(2))
        {
            Syre.Torch.UnitLayer outputs = network.Stages[^1].Stage.ToUnits("")!;
            foreach (float[] weights in outputs.Weights)
                Array.Clear(weights);
            network.Stages[^1].Stage.Set(outputs);
        }
        using SyreNetworkTransformer one = model.WithMembers(1, task.Data);
        Assert.AreEqual(model.Summary.Members[2].Seed, one.Summary.Seed);
        using SyreNetworkTransformer two = model.WithMembers(2, task.Data);
        Assert.Contains(model.Summary.Members[2].Seed, two.Summary.Members.Select(member => member.Seed));
    }

    [TestMethod]
    public void Limits_of_bytes_and_time_keep_the_most_members_within_them()
    {
        var task = MemberTask.Named("regression");
        using SyreNetworkTransformer model = task.Trainer(s_options).Fit(task.Data);
        using SyreNetworkTransformer two = model.WithMembers(2);
        using SyreNetworkTransformer within = model.WithMembers(new MemberLimits { MaximumBytes = two.SavedBytes() + 20 });
        Assert.HasCount(2, within.Summary.Members);
        using SyreNetworkTransformer all = model.WithMembers(new MemberLimits { MaximumMicroseconds = 1e6 });
        Assert.HasCount(3, all.Summary.Members);
        var e = Assert.ThrowsExactly<ArgumentException>(() => model.WithMembers(new MemberLimits { MaximumBytes = 10 }));
        StringAssert.Contains(e.Message, "Not even one");
        Assert.ThrowsExactly<ArgumentException>(() => model.WithMembers(new MemberLimits { MaximumMicroseconds = 1e-3 }));
        foreach (int wrong in new[] { 0, -1, 4 })
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.WithMembers(wrong)).Message, "from 1 to 3");
        using SyreNetworkTransformer one = model.WithMembers(1);
        Assert.ThrowsExactly<ArgumentException>(() => one.WithMembers(1));
    }

    [TestMethod]
    [DataRow("regression")]
    [DataRow("multiclass")]
    public void Intervals_are_learnt_anew_or_refused(string name)
    {
        var task = MemberTask.Named(name);
        using SyreNetworkTransformer model = task.Trainer(s_options with { Interval = 0.8 }).Fit(task.Data);
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => model.WithMembers(2)).Message, "Interval");
        Assert.ThrowsExactly<InvalidOperationException>(() => model.WithMembers(2, task.ML.Data.TakeRows(task.Data, 3)));
        foreach (int members in new[] { 1, 2 })
        {
            using SyreNetworkTransformer few = model.WithMembers(members, task.Data);
            Assert.AreEqual(240, few.Summary.Interval!.Rows);
            IDataView scored = few.Transform(task.Data);
            double share = name == "regression" ? Within(scored) : InSet(scored);
            Assert.AreEqual(0.8, share, 0.03);
            using var file = new TemporaryModel();
            file.Save(few, task.Data.Schema);
            Assert.AreEqual(few.Summary.Interval, SyreModelFile.Open(file.Path).Summary.Interval);
        }

        static double Within(IDataView scored)
        {
            float[] labels = Small.Column<float>(scored, "Label");
            float[] lower = Small.Column<float>(scored, "Lower"), upper = Small.Column<float>(scored, "Upper");
            return labels.Where((label, row) => label >= lower[row] && label <= upper[row]).Count() / (double)labels.Length;
        }

        // Sets have one class at least, so that more may be in them.
        static double InSet(IDataView scored)
        {
            uint[] labels = Small.Column<uint>(scored, "Label");
            VBuffer<float>[] sets = Small.Column<VBuffer<float>>(scored, "PredictedSet");
            double share = labels.Where((label, row) => sets[row].GetItemOrDefault((int)label - 1) == 1).Count() / (double)labels.Length;
            return Math.Min(share, 0.8);
        }
    }

    [TestMethod]
    public void A_pipeline_and_a_compacted_ensemble_can_be_cut_and_a_cut_one_compacted()
    {
        var task = MemberTask.Named("multiclass");
        TransformerChain<SyreNetworkTransformer> model =
            task.ML.Transforms.NormalizeMinMax("Features").Append(task.Trainer(s_options)).Fit(task.Data);
        HandMade.Collapse(model.LastTransformer.Model);
        TransformerChain<SyreNetworkTransformer> two = model.Compact().Model.WithMembers(2, task.Data);
        TransformerChain<SyreNetworkTransformer> other = model.WithMembers(2, task.Data).Compact().Model;
        Assert.IsTrue(two.LastTransformer.Model.ScoringNetwork.Spec.IsCompacted);
        Alike(task.Scores(two), task.Scores(other), 1e-5);
        two.Dispose();
        other.LastTransformer.Dispose();
        Assert.IsTrue(task.Scores(model).All(float.IsFinite), "the given model stays");
        model.LastTransformer.Dispose();
    }

    [TestMethod]
    public void Rows_without_labels_are_refused()
    {
        var task = MemberTask.Named("regression");
        using SyreNetworkTransformer model = task.Trainer(s_options).Fit(task.Data);
        IDataView without = task.ML.Transforms.DropColumns("Label").Fit(task.Data).Transform(task.Data);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => model.WithMembers(1, without)).Message, "'Label'");
        List<Example<float>> unknown = TestData.Examples(5, 1, sparse: false, _ => float.NaN);
        var e = Assert.ThrowsExactly<ArgumentException>(() => model.WithMembers(1, TestData.View(task.ML, unknown)));
        StringAssert.Contains(e.Message, "No row has a label");
    }

    private static void Alike(float[] expected, float[] actual, double tolerance)
    {
        Assert.HasCount(expected.Length, actual);
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], tolerance * (1 + Math.Abs(expected[i])), $"{i}");
    }
}
