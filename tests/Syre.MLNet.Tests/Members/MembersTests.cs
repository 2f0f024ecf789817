using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.WarmStart;
using Syre.Torch;

namespace Syre.MLNet.Tests.Members;

[TestClass]
public sealed class MembersTests
{
    private static readonly SyreNetworkOptions s_options = Small.Options with { Members = 3, Seed = 4, Epochs = 10, Threads = null };

    public static IEnumerable<object[]> Tasks => MemberTask.Names.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Tasks))]
    public void Outputs_are_the_mean_of_the_members_and_the_file_gives_the_same(string name)
    {
        var task = MemberTask.Named(name);
        using SyreNetworkTransformer model = task.Trainer(s_options).Fit(task.Data);
        float[] scores = task.Scores(model);
        float[][] members = [.. model.Summary.Members.Select(member =>
        {
            using SyreNetworkTransformer one = task.Trainer(s_options with { Members = 1, Seed = member.Seed }).Fit(task.Data);
            Assert.AreEqual(member.BestEpoch, one.Summary.BestEpoch);
            Assert.AreEqual(member.Temperature, one.Summary.Temperature);
            return task.Scores(one);
        })];
        Assert.HasCount(3, members);
        for (int i = 0; i < scores.Length; i++)
        {
            double expected = task.IsLogit
                ? Logit(members.Average(member => 1 / (1 + Math.Exp(-(double)member[i]))))
                : members.Average(member => (double)member[i]);
            Assert.AreEqual(expected, scores[i], 1e-4 * (1 + Math.Abs(expected)), $"score {i}");
        }
        Assert.IsFalse(scores.SequenceEqual(members[0]), "members differ");

        using var file = new TemporaryModel();
        file.Save(model, task.Data.Schema);
        float[] loaded = task.Scores(task.ML.Model.Load(file.Path, out _));
        for (int i = 0; i < scores.Length; i++)
            Assert.AreEqual(scores[i], loaded[i], 1e-4 * (1 + Math.Abs(scores[i])), $"score {i} of the file");
        Collapse(model, task, task.ML.Model.Load(file.Path, out _));

        using SyreNetworkModel rebuilt = SyreModelFile.Open(file.Path).CreateModel();
        Assert.AreEqual(model.Summary.Members.Count, rebuilt.Summary.Members.Count);
        Assert.AreEqual(model.Report.Ensemble!.Disagreement, SyreModelFile.ReadReport(file.Path).Ensemble!.Disagreement);
    }

    [TestMethod]
    public void Threads_change_no_bit_and_the_first_member_is_the_network_alone()
    {
        var task = MemberTask.Named("multiclass");
        float[] Fit(int? threads)
        {
            using SyreNetworkTransformer model = task.Trainer(s_options with { Threads = threads }).Fit(task.Data);
            Assert.AreEqual(s_options.Seed, model.Summary.Members[0].Seed);
            Assert.AreEqual(s_options.Seed, model.Summary.Seed);
            return task.Scores(model);
        }
        float[] first = Fit(1);
        CollectionAssert.AreEqual(first, Fit(2));
        CollectionAssert.AreEqual(first, Fit(3));
    }

    [TestMethod]
    public void The_report_says_how_different_the_members_are()
    {
        var task = MemberTask.Named("binary");
        using SyreNetworkTransformer model = task.Trainer(s_options).Fit(task.Data);
        EnsembleReport ensemble = model.Report.Ensemble!;
        Assert.HasCount(3, ensemble.Verdicts);
        Assert.AreEqual(ensemble.Verdicts.Max(), model.Report.Verdict);
        Assert.IsTrue(ensemble.Disagreement is > 0 and < 0.5, $"{ensemble.Disagreement}");
        StringAssert.Contains(model.Report.ToString(), $"Member {ensemble.Shown + 1} of 3 members that are averaged");
        using SyreNetworkTransformer one = task.Trainer(s_options with { Members = 1 }).Fit(task.Data);
        Assert.IsNull(one.Report.Ensemble);
        Assert.IsEmpty(one.Summary.Members);
    }

    [TestMethod]
    public void Progress_tells_of_each_member_and_never_of_two_at_once()
    {
        var task = MemberTask.Named("regression");
        List<TrainingProgress> told = [];
        int inside = 0;
        using SyreNetworkTransformer model = task.Trainer(s_options with
        {
            EarlyStopping = false,
            Progress = progress =>
            {
                Assert.AreEqual(1, Interlocked.Increment(ref inside));
                told.Add(progress);
                Thread.Yield();
                Interlocked.Decrement(ref inside);
            },
        }).Fit(task.Data);
        foreach (int member in Enumerable.Range(0, 3))
        {
            CollectionAssert.AreEqual(
                Enumerable.Range(1, 10).ToArray(), told.Where(one => one.Member == member).Select(one => one.Epoch).ToArray());
        }
    }

    [TestMethod]
    public void A_cancelled_token_ends_all_members_and_keeps_those_with_an_epoch()
    {
        var task = MemberTask.Named("binary");
        using var source = new CancellationTokenSource();
        using SyreNetworkTransformer model = task.Trainer(s_options with
        {
            Epochs = 100_000,
            CancellationToken = source.Token,
            Progress = progress =>
            {
                if (progress.Epoch > 2)
                    source.Cancel();
            },
        }).Fit(task.Data);
        IReadOnlyList<TrainingSummary> kept = model.Summary.Members.Count == 0 ? [model.Summary] : model.Summary.Members;
        Assert.IsTrue(kept.All(member => member.StopReason == StopReason.Cancelled && member.BestEpoch > 0));
        Assert.IsTrue(task.Scores(model).All(float.IsFinite));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void An_ensemble_trains_on_member_by_member(bool fromFile)
    {
        var task = MemberTask.Named("regression");
        using SyreNetworkTransformer earlier = task.Trainer(s_options).Fit(task.Data);
        using var file = new TemporaryModel();
        InitialModel initial = fromFile ? file.Save(earlier, task.Data.Schema) : InitialModel.From(earlier);
        SyreNetworkOptions still = s_options with
        {
            Members = null,
            InitialModel = initial,
            Epochs = 1,
            LearningRate = 1e-12,
            Syre = new() { WeightDecay = 0 },
        };
        using SyreNetworkTransformer later = task.Trainer(still).Fit(task.Data);
        Assert.HasCount(3, later.Summary.Members);
        float[] expected = task.Scores(earlier), actual = task.Scores(later);
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-3 * (1 + Math.Abs(expected[i])));
        var e = Assert.ThrowsExactly<ArgumentException>(() => task.Trainer(still with { Members = 2 }).Fit(task.Data));
        StringAssert.Contains(e.Message, "The earlier model has 3 members, and Members is 2.");
    }

    [TestMethod]
    public void A_single_prediction_is_that_of_the_row_among_others()
    {
        var task = MemberTask.Named("multiclass");
        using SyreNetworkTransformer model = task.Trainer(s_options).Fit(task.Data);
        float[] scores = task.Scores(model);
        IRowToRowMapper mapper = ((ITransformer)model).GetRowToRowMapper(task.Data.Schema);
        using DataViewRowCursor cursor = task.Data.GetRowCursor(task.Data.Schema);
        DataViewRow row = mapper.GetRow(cursor, mapper.OutputSchema);
        ValueGetter<VBuffer<float>> getter = row.GetGetter<VBuffer<float>>(mapper.OutputSchema["Score"]);
        List<float> singly = [];
        VBuffer<float> score = default;
        while (cursor.MoveNext())
        {
            getter(ref score);
            singly.AddRange(score.DenseValues());
        }
        CollectionAssert.AreEqual(scores, singly);
    }

    [TestMethod]
    public void Functions_of_numbers_are_in_the_graph_once_for_all_members()
    {
        var task = MemberTask.Named("regression");
        IReadOnlyDictionary<string, int> one = Operators(1), eight = Operators(8);
        // Of each layer, and once of the scaling.
        Assert.AreEqual(s_options.HiddenLayers.Count, one["Tanh"]);
        foreach (string op in new[] { "Tanh", "Sigmoid", "Log", "Sqrt", "Sub" })
            Assert.AreEqual(one[op], eight[op], op);
        Assert.AreEqual(8 * (one["Gemm"] - 1) + 1, eight["Gemm"]);

        IReadOnlyDictionary<string, int> Operators(int members)
        {
            SyreNetworkOptions options = s_options with { Members = members, Epochs = 1, EarlyStopping = false };
            using SyreNetworkTransformer model = task.Trainer(options).Fit(task.Data);
            using var file = new TemporaryModel();
            file.Save(model, task.Data.Schema);
            return SyreModelFile.Inspect(file.Path).Graphs[0].Operators;
        }
    }

    [TestMethod]
    public void Options_say_what_members_can_be()
    {
        var ml = new MLContext(1);
        foreach (int wrong in new[] { 0, -1, 65 })
        {
            var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                () => ml.Regression.Trainers.SyreNetwork(s_options with { Members = wrong }));
            StringAssert.Contains(e.Message, "Members");
        }
    }

    private static double Logit(double share) => Math.Log(share) - Math.Log(1 - share);

    private static void Collapse(SyreNetworkTransformer model, MemberTask task, ITransformer loaded)
    {
        float[] expected = Values(model), actual = Values(loaded);
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-4 * (1 + Math.Abs(expected[i])), $"collapse slot {i}");

        float[] Values(ITransformer one) =>
            [.. Small.Column<VBuffer<float>>(one.Transform(task.Data), "Collapse").SelectMany(value => value.DenseValues())];
    }
}
