using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Tokenizers;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.Text;
using Syre.Torch;

namespace Syre.MLNet.Tests.WarmStart;

/// <summary>Training on from a network of texts, in memory or from its file.</summary>
[TestClass]
public sealed class WarmTextTests
{
    private static readonly SyreTextClassificationOptions s_options = SmallText.Options with { Quantize = false, ProfileFraction = 0 };

    /// <summary>Leaves the weights as they are.</summary>
    private static readonly SyreTextClassificationOptions s_still = s_options with { Seed = 2, Epochs = 1, LearningRate = 1e-12 };

    /// <summary>Takes the tables of n-grams to their θ0 to the bit.</summary>
    private static readonly SyreTextClassificationOptions s_pulled = s_options with
    {
        Epochs = 2,
        BatchSize = 64,
        LearningRate = 1e-30,
        LearningRateSchedule = LearningRateSchedule.Constant,
        Syre = new SyreOptions { WeightDecay = 1e30 },
    };

    [TestMethod]
    [DataRow(false, false)]
    [DataRow(true, false)]
    [DataRow(true, true)]
    public void New_words_and_ngrams_are_appended_and_old_texts_score_as_before(bool fromFile, bool quantize)
    {
        var ml = new MLContext(1);
        SyreTextClassificationOptions options = s_options with { Quantize = quantize };
        using SyreTextClassificationTransformer earlier = Trainer(ml, options).Fit(TextData.Binary(ml));
        using var file = new TemporaryModel();
        InitialModel initial = fromFile ? file.Save(earlier, TextData.Binary(ml).Schema) : InitialModel.From(earlier);
        using SyreTextClassificationTransformer later =
            Trainer(ml, s_still with { Quantize = quantize, InitialModel = initial }).Fit(Strange(ml));
        string[] words = [.. later.Model.Texts!.Words];
        CollectionAssert.AreEqual(earlier.Model.Texts!.Words.ToArray(), words[..earlier.Model.Texts.Words.Count]);
        CollectionAssert.Contains(words, "хорошо");
        Assert.IsTrue(later.Model.Texts.Numbers.Count > earlier.Model.Texts.Numbers.Count, "new n-grams");
        CollectionAssert.AreEqual(
            earlier.Model.Texts.Weights.ToArray(), later.Model.Texts.Weights.Take(earlier.Model.Texts.Weights.Count).ToArray());
        AssertSameScores(earlier, later, TextData.Binary(ml), quantize ? 0.05f : 1e-4f);
    }

    [TestMethod]
    public void Pairs_and_numbers_beside_texts_score_as_before()
    {
        var ml = new MLContext(1);
        SyreTextClassificationOptions pairs = s_options with { SecondTextColumnName = "Other" };
        IDataView old = TextData.Pairs(ml, 200), data = TextData.Pairs(ml, 200, seed: 2);
        using SyreTextClassificationTransformer earlier = Trainer(ml, pairs).Fit(old);
        using var file = new TemporaryModel();
        foreach (InitialModel initial in new[] { InitialModel.From(earlier), file.Save(earlier, old.Schema) })
        {
            // No n-gram is to be new, or old texts would have more of them.
            using SyreTextClassificationTransformer later = Trainer(ml, s_still with
            {
                SecondTextColumnName = "Other",
                MinimumCount = int.MaxValue,
                InitialModel = initial,
            }).Fit(data);
            AssertSameScores(earlier, later, old, 1e-3f);
        }
        SyreTextClassificationOptions numbers = s_options with { FeatureColumnName = "Numbers" };
        using SyreTextClassificationTransformer first = Trainer(ml, numbers).Fit(TextData.WithNumbers(ml));
        using SyreTextClassificationTransformer second = Trainer(ml, s_still with
        {
            FeatureColumnName = "Numbers",
            MinimumCount = int.MaxValue,
            InitialModel = file.Save(first, TextData.WithNumbers(ml).Schema),
        }).Fit(TextData.WithNumbers(ml, seed: 3));
        AssertSameScores(first, second, TextData.WithNumbers(ml), 1e-4f);
    }

    [TestMethod]
    public void Words_are_cut_as_before_and_by_the_same_tokenizer_only()
    {
        var ml = new MLContext(1);
        string vocabulary = string.Join('\n', "abcdefghijklmnopqrstuvwxyz".Select(letter => $"{letter}\n##{letter}").Prepend("[UNK]"));
        Tokenizer tokenizer = TiktokenTokenizer.CreateForEncoding("cl100k_base");
        Tokenizer other = WordPieceTokenizer.Create(new MemoryStream(Encoding.UTF8.GetBytes(vocabulary)));
        SyreTextClassificationOptions options = s_options with { Subwords = tokenizer };
        using SyreTextClassificationTransformer earlier = Trainer(ml, options).Fit(TextData.Binary(ml));
        using var file = new TemporaryModel();
        SyreTextClassificationOptions next = s_still with { InitialModel = file.Save(earlier, TextData.Binary(ml).Schema) };
        using SyreTextClassificationTransformer later = Trainer(ml, next with { Subwords = tokenizer }).Fit(Strange(ml));
        AssertSameScores(earlier, later, TextData.Binary(ml), 1e-4f);
        foreach ((Tokenizer? wrong, string expected) in new[] { (null, "Subwords (True and False)"), (other, "Use the same tokenizer") })
        {
            var e = Assert.ThrowsExactly<ArgumentException>(() => Trainer(ml, next with { Subwords = wrong }).Fit(Strange(ml)));
            StringAssert.Contains(e.Message, expected);
        }
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Theta0_of_old_rows_is_that_of_the_first_training_to_the_bit(bool pairs)
    {
        var ml = new MLContext(1);
        string? other = pairs ? "Other" : null;
        IDataView old = Data(1), data = Data(2);
        Dictionary<(int, int), float[]> expected = Rows(s_pulled);
        using SyreTextClassificationTransformer one = Trainer(ml, s_options with { SecondTextColumnName = other }).Fit(old);
        using SyreTextClassificationTransformer two =
            Trainer(ml, s_options with { Seed = 2, SecondTextColumnName = other, InitialModel = InitialModel.From(one) }).Fit(data);
        Assert.IsTrue(two.Model.Texts!.Numbers.Count > one.Model.Texts!.Numbers.Count);
        using var file = new TemporaryModel();
        Dictionary<(int, int), float[]> after = Rows(s_pulled with { Seed = 3, InitialModel = file.Save(two, data.Schema) });
        foreach (((int, int) place, float[] row) in expected)
            CollectionAssert.AreEqual(row, after[place], $"{place}");
        Assert.AreEqual(after.Count, after.Values.Select(row => (row[^1], row[^2])).Distinct().Count(), "every row has numbers of its own");

        IDataView Data(int seed) => pairs ? TextData.Pairs(ml, 120, seed) : seed == 1 ? TextData.Binary(ml) : Strange(ml);

        Dictionary<(int, int), float[]> Rows(SyreTextClassificationOptions options)
        {
            using SyreTextClassificationTransformer model =
                Trainer(ml, options with { SecondTextColumnName = other }).Fit(options.InitialModel is null ? old : data);
            IReadOnlyList<int> numbers = model.Model.Texts!.Numbers;
            Dictionary<(int, int), float[]> rows = [];
            float[] direct = model.Model.TextNetwork.Direct.Weight.data<float>().ToArray();
            float[][] hidden = [.. model.Model.TextNetwork.Embedding.Weight.data<float>().ToArray().Chunk(s_options.HiddenUnits)];
            for (int slot = 0; slot < numbers.Count * (pairs ? 2 : 1); slot++)
                rows[(slot / numbers.Count, numbers[slot % numbers.Count])] = [direct[slot], .. hidden[slot]];
            return rows;
        }
    }

    [TestMethod]
    public void New_classes_are_learnt_and_old_ones_known()
    {
        var ml = new MLContext(1);
        IDataView two = Keyed(TextData.MulticlassTexts(ml, classes: 2)), three = Keyed(TextData.MulticlassTexts(ml, classes: 3));
        using SyreTextClassificationTransformer earlier = ml.MulticlassClassification.Trainers.SyreTextClassification(s_options).Fit(two);
        using SyreTextClassificationTransformer later = ml.MulticlassClassification.Trainers
            .SyreTextClassification(s_options with { InitialModel = InitialModel.From(earlier), Epochs = 10 }).Fit(three);
        Assert.IsTrue(ml.MulticlassClassification.Evaluate(later.Transform(three)).MacroAccuracy > 0.95);
        using SyreTextClassificationTransformer last = ml.MulticlassClassification.Trainers
            .SyreTextClassification(s_still with { InitialModel = InitialModel.From(later) }).Fit(two);
        AssertSameScores(later, last, three, 1e-4f);

        IDataView Keyed(IDataView texts) => ml.Transforms.Conversion.MapValueToKey("Label").Fit(texts).Transform(texts);
    }

    [TestMethod]
    public void Options_that_shape_what_is_read_must_be_the_same()
    {
        var ml = new MLContext(1);
        using SyreTextClassificationTransformer earlier = Trainer(ml, s_options).Fit(TextData.Binary(ml));
        foreach ((SyreTextClassificationOptions options, string expected) in new[]
                 {
                     (s_options with { HiddenUnits = 9 }, "HiddenUnits (8 and 9)"),
                     (s_options with { WordNgramLength = 3 }, "WordNgramLength (2 and 3)"),
                     (s_options with { MaximumCharacterNgramLength = 4 }, "MaximumCharacterNgramLength (5 and 4)"),
                     (s_options with { MinimumCharacterNgramLength = 1 }, "MinimumCharacterNgramLength (3 and 1)"),
                     (s_options with { SecondTextColumnName = "Text" }, "SecondTextColumnName (1 and 2)"),
                 })
        {
            var e = Assert.ThrowsExactly<ArgumentException>(
                () => Trainer(ml, options with { InitialModel = InitialModel.From(earlier) }).Fit(TextData.Binary(ml)));
            StringAssert.Contains(e.Message, expected);
        }
    }

    private static SyreTextClassificationEstimator Trainer(MLContext ml, SyreTextClassificationOptions options) =>
        ml.BinaryClassification.Trainers.SyreTextClassification(options);

    /// <summary>Texts of words that no other text has.</summary>
    private static IDataView Strange(MLContext ml)
    {
        string[] words = ["хорошо", "плохо", "книга", "вечер", "утро"];
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(row => new StrangeText
        {
            Text = $"{words[row % 2]} {words[2 + row % 3]}", Label = row % 2 == 0,
        }).ToList());
    }

    private static void AssertSameScores(ITransformer earlier, ITransformer later, IDataView data, float tolerance)
    {
        float[] expected = Scores(earlier), actual = Scores(later);
        for (int row = 0; row < expected.Length; row++)
            Assert.AreEqual(expected[row], actual[row], tolerance);

        float[] Scores(ITransformer model) => model.GetOutputSchema(data.Schema)["Score"].Type is VectorDataViewType
            ? Small.VectorScores(model, data)
            : Small.Scores(model, data);
    }

    private sealed class StrangeText
    {
        public string Text { get; set; } = "";

        public bool Label { get; set; }
    }
}
