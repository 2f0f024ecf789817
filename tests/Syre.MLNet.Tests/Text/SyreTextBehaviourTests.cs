using System.IO.Compression;
using Microsoft.ML;
using Syre.MLNet.Tests.Tabular;

namespace Syre.MLNet.Tests.Text;

[TestClass]
public sealed class SyreTextBehaviourTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    [TestMethod]
    public void Word_counts_are_learnt()
    {
        using SyreTextClassificationTransformer model = s_ml.BinaryClassification.Trainers
            .SyreTextClassification(SmallText.Options with { Epochs = 10 }).Fit(TextData.Binary(s_ml, 600));
        double accuracy = s_ml.BinaryClassification.Evaluate(model.Transform(TextData.Binary(s_ml, 200, seed: 2))).Accuracy;
        Assert.IsGreaterThan(0.85, accuracy);
    }

    /// <summary>ML.NET makes no indices for a vector that has every slot.</summary>
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void A_text_may_hold_every_ngram_there_is(int minimumCount)
    {
        LabelledRow[] rows = [new() { Text = "spam", Label = true }, new() { Text = "spam", Label = true }, new() { Text = "ham" }];
        using SyreTextClassificationTransformer model = s_ml.BinaryClassification.Trainers
            .SyreTextClassification(SmallText.Options with { Epochs = 1, MinimumCount = minimumCount })
            .Fit(s_ml.Data.LoadFromEnumerable(rows));
        IDataView scored = model.Transform(s_ml.Data.LoadFromEnumerable(rows));
        Assert.IsTrue(Conformance.Values.Column<float>(scored, "Score").TrueForAll(float.IsFinite));
    }

    [TestMethod]
    public void Classes_are_told_apart_by_characters_where_there_are_no_spaces()
    {
        string[] good = ["很好", "好吃", "不错", "喜欢"], bad = ["太差", "难吃", "很慢", "失望"], other = ["味道", "送餐", "包装", "这家", "今天"];
        var random = new Random(1);
        LabelledRow[] rows = [.. Enumerable.Range(0, 200).Select(i =>
        {
            string[] from = i % 2 == 0 ? good : bad;
            string text = string.Concat(Enumerable.Range(0, 4).Select(at => at == 1 ? from[random.Next(4)] : other[random.Next(5)]));
            return new LabelledRow { Text = text, Label = i % 2 == 0 };
        })];
        using SyreTextClassificationTransformer model = s_ml.BinaryClassification.Trainers
            .SyreTextClassification(SmallText.Options with { Epochs = 10 })
            .Fit(s_ml.Data.LoadFromEnumerable(rows[..150]));
        Assert.IsGreaterThan(0.9, s_ml.BinaryClassification.Evaluate(model.Transform(s_ml.Data.LoadFromEnumerable(rows[150..]))).Accuracy);
    }

    [TestMethod]
    public void Scores_of_the_saved_graph_are_those_of_the_trained_network()
    {
        // The graph numbers, looks up and sums n-grams by itself; the network was trained on sums made by the library.
        float loss = float.NaN;
        using SyreTextClassificationTransformer model = Fit(SmallText.Options with
        {
            ValidationSet = TextData.Binary(s_ml, 60, seed: 3),
            Epochs = 1,
            Progress = progress => loss = (float)progress.ValidationLoss,
        });
        double logLoss = s_ml.BinaryClassification.Evaluate(model.Transform(TextData.Binary(s_ml, 60, seed: 3))).LogLoss;
        Assert.AreEqual(loss / Math.Log(2), logLoss, 1e-4);
    }

    [TestMethod]
    public void Files_hold_no_names_of_characters()
    {
        // ML.NET names all 65 535 characters and saves the schema that a scorer is fitted to.
        using SyreTextClassificationTransformer model = Fit(SmallText.Options);
        using var file = new MemoryStream();
        s_ml.Model.Save(model, TextData.Binary(s_ml).Schema, file);
        using var zip = new ZipArchive(file);
        ZipArchiveEntry[] schemas = [.. zip.Entries.Where(entry => entry.Name == "TrainSchema")];
        Assert.IsNotEmpty(schemas);
        foreach (ZipArchiveEntry schema in schemas)
            Assert.IsLessThan(10_000, schema.Length, schema.FullName);
    }

    [TestMethod]
    public void Texts_with_nothing_known_score_alike_and_finite()
    {
        using SyreTextClassificationTransformer model = Fit(SmallText.Options);
        float[] scores = Scores(model, "", "   ", "🙂🙂🙂", "ыъщ", null!);
        foreach (float score in scores)
            Assert.AreEqual(scores[0], score, 1e-6);
        Assert.IsTrue(float.IsFinite(scores[0]));
    }

    [TestMethod]
    public void Case_accents_and_blanks_at_the_ends_do_not_count()
    {
        using SyreTextClassificationTransformer model = Fit(SmallText.Options);
        float[] scores = Scores(model, "a naïve and lovely film", "A NAIVE and Lovely FILM");
        Assert.AreEqual(scores[0], scores[1], 1e-6);
    }

    [TestMethod]
    public void Long_texts_are_cut_with_a_warning()
    {
        var ml = new MLContext(seed: 1);
        List<string> messages = [];
        ml.Log += (_, e) => messages.Add(e.Message);
        using SyreTextClassificationTransformer model = ml.BinaryClassification.Trainers
            .SyreTextClassification(SmallText.Options with { MaximumTextLength = 4 }).Fit(TextData.Binary(ml));
        Assert.IsTrue(messages.Any(message => message.Contains("longer than 4 characters", StringComparison.Ordinal)));
        const string start = "fine film and very";
        float[] scores = Scores(model, start + " awful", start + " good");
        Assert.AreEqual(scores[0], scores[1], 1e-6);
    }

    [TestMethod]
    public void The_size_asked_for_bounds_the_file()
    {
        using SyreTextClassificationTransformer large = Fit(SmallText.Options),
            small = Fit(SmallText.Options with { MaximumModelSize = 4000 });
        int rows = 4000 / (SmallText.Options.HiddenUnits + 1 + 3 * sizeof(float));
        Assert.AreEqual(rows * (SmallText.Options.HiddenUnits + 1), small.Summary.Parameters - 2 * SmallText.Options.HiddenUnits - 2);
        Assert.IsGreaterThan(Size(small), Size(large));
    }

    [TestMethod]
    public void The_same_seed_gives_the_same_scores()
    {
        using SyreTextClassificationTransformer a = Fit(SmallText.Options), b = Fit(SmallText.Options);
        CollectionAssert.AreEqual(Small.Scores(a, TextData.Binary(s_ml)), Small.Scores(b, TextData.Binary(s_ml)));
    }

    private static SyreTextClassificationTransformer Fit(SyreTextClassificationOptions options) =>
        s_ml.BinaryClassification.Trainers.SyreTextClassification(options).Fit(TextData.Binary(s_ml));

    private static float[] Scores(ITransformer model, params string[] texts) =>
        Small.Scores(model, s_ml.Data.LoadFromEnumerable(texts.Select(text => new TextRow { Text = text })));

    private static long Size(ITransformer model)
    {
        using var file = new MemoryStream();
        s_ml.Model.Save(model, TextData.Binary(s_ml).Schema, file);
        return file.Length;
    }

    private sealed class LabelledRow
    {
        public string Text { get; set; } = "";

        public bool Label { get; set; }
    }
}
