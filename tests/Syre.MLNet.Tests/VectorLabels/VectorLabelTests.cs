using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Tabular;

namespace Syre.MLNet.Tests.VectorLabels;

/// <summary>Several numbers at once: each is learnt in its own unit, and what holds of one number holds of all.</summary>
[TestClass]
public sealed class VectorLabelTests
{
    private static readonly MLContext s_ml = new(1);
    private static readonly SyreNetworkOptions s_options = Small.Options with { Epochs = 60, Seed = 1 };

    [TestMethod]
    public void Each_number_is_learnt_in_its_own_unit()
    {
        using SyreNetworkTransformer model = Fit(s_options, Pairs.View(s_ml, 600));
        Pairs[] test = Pairs.Rows(200, seed: 7);
        float[][] scores = Scores(model, s_ml.Data.LoadFromEnumerable(test));
        for (int number = 0; number < 2; number++)
        {
            double[] labels = [.. test.Select(row => (double)row.Label[number])],
                found = [.. scores.Select(score => (double)score[number])];
            double variance = labels.Select(label => Math.Pow(label - labels.Average(), 2)).Average();
            double missed = labels.Zip(found, (label, score) => Math.Pow(label - score, 2)).Average();
            Assert.IsLessThan(0.1, missed / variance, $"number {number}");
        }
    }

    /// <summary>So that no number's unit chooses the epoch; those of the rows at hand, also where the network goes on with an earlier
    /// scale, so that it can be compared with one that is trained anew.</summary>
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void The_validation_error_is_the_root_of_the_mean_square_in_standard_deviations(bool goesOn)
    {
        IDataView train = Pairs.View(s_ml), held = Pairs.View(s_ml, 80, seed: 3);
        using SyreNetworkTransformer first = s_ml.Regression.Trainers.SyreNetwork(s_options with { Epochs = 5 }).Fit(train, held);
        // Labels of a third of the deviation.
        if (goesOn)
        {
            train = s_ml.Data.LoadFromEnumerable(
                Pairs.Rows(900, seed: 2).Where(row => MathF.Abs(row.Features[2] - row.Features[0]) < 0.4f));
        }
        using SyreNetworkTransformer? second = !goesOn ? null : s_ml.Regression.Trainers
            .SyreNetwork(s_options with { Epochs = 5, InitialModel = InitialModel.From(first) }).Fit(train, held);
        SyreNetworkTransformer model = second ?? first;
        float[][] labels = Labels(held), known = Labels(train), scores = Scores(model, held);
        double mean = 0;
        for (int number = 0; number < 2; number++)
        {
            double average = known.Average(label => (double)label[number]);
            double variance = known.Average(label => Math.Pow(label[number] - average, 2));
            mean += labels.Zip(scores, (label, score) => Math.Pow((double)label[number] - score[number], 2)).Average() / variance / 2;
        }
        Assert.AreEqual(Math.Sqrt(mean), model.Summary.ValidationError!.Value, 0.02 * Math.Sqrt(mean));
    }

    /// <summary>Else its own unit would choose the epoch, and the error of a network that goes on be another one's.</summary>
    [TestMethod]
    public void A_number_that_is_alike_in_all_new_rows_has_the_unit_of_before()
    {
        using SyreNetworkTransformer first = s_ml.Regression.Trainers.SyreNetwork(s_options).Fit(Pairs.View(s_ml));
        Pairs[] alike = Pairs.Rows(200, seed: 2);
        foreach (Pairs row in alike)
            row.Label = [5_000, row.Label[1]];
        using SyreNetworkTransformer model = s_ml.Regression.Trainers
            .SyreNetwork(s_options with { Epochs = 5, InitialModel = InitialModel.From(first) }).Fit(s_ml.Data.LoadFromEnumerable(alike));
        Assert.IsLessThan(2, model.Summary.ValidationError!.Value);
    }

    /// <summary>A network that goes on and one that is trained anew on the same rows are measured by the same unit.</summary>
    [TestMethod]
    public void The_unit_is_that_of_all_rows_those_held_back_among_them()
    {
        using SyreNetworkTransformer first = s_ml.Regression.Trainers.SyreNetwork(s_options).Fit(Pairs.View(s_ml));
        Pairs[] rows = Pairs.Rows(200, seed: 2);
        rows[^1].Label = [1e6f, 0];
        IDataView data = s_ml.Data.LoadFromEnumerable(rows);
        // The label that is far out is held back with nine tenths of the rows, and both miss it by all of it.
        SyreNetworkOptions options = s_options with { Epochs = 20, ValidationFraction = 0.9 };
        using SyreNetworkTransformer anew = s_ml.Regression.Trainers.SyreNetwork(options).Fit(data);
        using SyreNetworkTransformer on =
            s_ml.Regression.Trainers.SyreNetwork(options with { InitialModel = InitialModel.From(first) }).Fit(data);
        double error = anew.Summary.ValidationError!.Value;
        Assert.IsGreaterThan(0.7, error);
        Assert.AreEqual(error, on.Summary.ValidationError!.Value, 0.1 * error);
    }

    [TestMethod]
    public void Scores_have_the_labels_slot_names_and_are_the_same_from_the_file()
    {
        IDataView data = s_ml.Transforms.Concatenate("Both", "A", "B")
            .Append(s_ml.Transforms.CopyColumns("Label", "Both")).Append(s_ml.Transforms.Concatenate("Features", "A", "B"))
            .Fit(Table()).Transform(Table());
        using SyreNetworkTransformer model = Fit(s_options with { Epochs = 3 }, data);
        using var stream = new MemoryStream();
        s_ml.Model.Save(model, data.Schema, stream);
        ITransformer loaded = s_ml.Model.LoadSurely(stream, out _);
        using var owned = (IDisposable)loaded;
        foreach (IDataView scored in new[] { model.Transform(data), loaded.Transform(data) })
        {
            VBuffer<ReadOnlyMemory<char>> names = default;
            scored.Schema["Score"].GetSlotNames(ref names);
            CollectionAssert.AreEqual(new[] { "A", "B" }, names.DenseValues().Select(name => name.ToString()).ToArray());
        }
        float[] expected = [.. Scores(model, data).SelectMany(score => score)],
            actual = [.. Scores(loaded, data).SelectMany(score => score)];
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-4);
    }

    [TestMethod]
    public void Rows_with_a_missing_number_are_left_out_and_scores_are_bounded_to_what_occurred()
    {
        Pairs[] rows = Pairs.Rows(100, seed: 1);
        rows[3].Label = [float.NaN, 1];
        rows[4].Label = [1, float.PositiveInfinity];
        using SyreNetworkTransformer model = Fit(s_options with { Epochs = 3 }, s_ml.Data.LoadFromEnumerable(rows));
        Assert.AreEqual(2, model.Summary.RowsWithoutLabel);
        Pairs[] valid = [.. rows.Where(row => Array.TrueForAll(row.Label, float.IsFinite))], far = Pairs.Rows(20, seed: 5);
        foreach (Pairs row in far)
            row.Features = [.. row.Features.Select(feature => 1000 * feature)];
        float[][] scores = Scores(model, s_ml.Data.LoadFromEnumerable(far));
        for (int number = 0; number < 2; number++)
        {
            Assert.IsLessThanOrEqualTo(valid.Max(row => row.Label[number]) + 1e-3, scores.Max(score => score[number]));
            Assert.IsGreaterThanOrEqualTo(valid.Min(row => row.Label[number]) - 1e-3, scores.Min(score => score[number]));
        }
    }

    [TestMethod]
    public void Training_goes_on_from_an_earlier_model_also_in_other_units()
    {
        IDataView data = Pairs.View(s_ml, 400);
        using SyreNetworkTransformer earlier = Fit(s_options, data);
        Pairs[] other = Pairs.Rows(400, seed: 1);
        foreach (Pairs row in other)
            row.Label = [row.Label[0] / 1000, row.Label[1] * 1000];
        IDataView changed = s_ml.Data.LoadFromEnumerable(other);
        using SyreNetworkTransformer warm = s_ml.Regression.Trainers.SyreNetwork(s_options with { Epochs = 1, LearningRate = 1e-9 })
            .Fit(changed, null, earlier.Model);
        foreach ((float[] before, float[] after) in Scores(earlier, data).Zip(Scores(warm, changed)))
        {
            Assert.AreEqual(before[0] / 1000, after[0], 0.2);
            Assert.AreEqual(before[1] * 1000, after[1], 2);
        }
    }

    [TestMethod]
    public void A_saved_model_is_read_and_trained_on()
    {
        string path = Path.GetTempFileName();
        IDataView data = Pairs.View(s_ml);
        using (SyreNetworkTransformer model = Fit(s_options with { Epochs = 2 }, data))
            SyreModelFile.Save(s_ml, model, data.Schema, path);
        var file = SyreModelFile.Open(path);
        Assert.AreEqual("vector regression", file.Task);
        using SyreNetworkModel read = file.CreateModel();
        using SyreNetworkTransformer onwards = s_ml.Regression.Trainers.SyreNetwork(s_options with { Epochs = 1 }).Fit(data, null, read);
        Assert.IsTrue(Scores(onwards, data).All(score => score.All(float.IsFinite)));
        File.Delete(path);
    }

    [TestMethod]
    public void A_label_that_is_no_vector_of_Single_is_refused_with_what_is_expected()
    {
        IDataView texts = s_ml.Data.LoadFromEnumerable(new[] { new { Label = "a", Features = 1f } });
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => s_ml.Transforms.Concatenate("Features", "Features").Append(s_ml.Regression.Trainers.SyreNetwork(s_options)).Fit(texts));
        StringAssert.Contains(e.Message, "expected Single");
    }

    private static IDataView Table() => s_ml.Data.LoadFromEnumerable(
        Pairs.Rows(60, seed: 4).Select(row => new { A = row.Features[0], B = row.Features[1] }).ToArray());

    private static SyreNetworkTransformer Fit(SyreNetworkOptions options, IDataView data) =>
        s_ml.Regression.Trainers.SyreNetwork(options).Fit(data);

    private static float[][] Labels(IDataView data) =>
        [.. Small.Column<VBuffer<float>>(data, "Label").Select(label => label.DenseValues().ToArray())];

    private static float[][] Scores(ITransformer model, IDataView data) =>
        [.. Small.Column<VBuffer<float>>(model.Transform(data), "Score").Select(score => score.DenseValues().ToArray())];
}
