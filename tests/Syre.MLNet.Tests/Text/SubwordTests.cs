using Microsoft.ML;
using Microsoft.ML.Tokenizers;
using Syre.MLNet.Inputs.Text;
using Syre.MLNet.Tests.Tabular;

namespace Syre.MLNet.Tests.Text;

[TestClass]
public sealed class SubwordTests
{
    private static readonly MLContext s_ml = new(seed: 1);
    private static readonly Tokenizer s_tokenizer = TiktokenTokenizer.CreateForEncoding("cl100k_base");
    private static readonly string[] s_first =
        ["house", "water", "paper", "table", "river", "garden", "window", "market", "winter", "summer", "silver", "button",
            "kitchen", "dinner", "letter"];
    private static readonly string[] s_good = ["love", "friend", "light", "smile"], s_bad = ["hate", "enemy", "dark", "cry"];

    // No two texts have a word in common, and the n-grams of 30 characters are too long for any.
    private static readonly SyreTextClassificationOptions s_options =
        SmallText.Options with { Epochs = 20, MinimumCharacterNgramLength = 30, MaximumCharacterNgramLength = 30 };

    [TestMethod]
    public void Words_that_occur_once_are_told_by_the_pieces_that_they_share()
    {
        Assert.IsGreaterThan(0.95, Accuracy(s_options with { Subwords = s_tokenizer }));
        Assert.IsLessThan(0.6, Accuracy(s_options));
    }

    [TestMethod]
    public void The_saved_graph_cuts_words_as_training_did()
    {
        double loss = double.NaN;
        IDataView validation = TextData.Binary(s_ml, 60, seed: 3);
        SyreTextClassificationOptions options = SmallText.Options with
        {
            Subwords = s_tokenizer,
            ValidationSet = validation,
            Epochs = 1,
            Quantize = false,
            Progress = progress => loss = progress.ValidationLoss,
        };
        using SyreTextClassificationTransformer model = s_ml.BinaryClassification.Trainers.SyreTextClassification(options)
            .Fit(TextData.Binary(s_ml));
        Assert.AreEqual(loss / Math.Log(2), s_ml.BinaryClassification.Evaluate(model.Transform(validation)).LogLoss, 1e-4);
        Assert.IsTrue(Small.Scores(model, s_ml.Data.LoadFromEnumerable(TextData.Odd)).All(float.IsFinite));
    }

    [TestMethod]
    public void A_word_has_the_pieces_of_the_vocabulary_and_an_unknown_one_a_piece_of_its_own()
    {
        var table = new SubwordTable(["house", "houselight", "light"], s_tokenizer);
        List<long> pieces = [];
        table.Expand([1, 2, 0, 3], pieces);
        int[] ids = [.. Ids("house"), .. Ids("houselight"), -1, .. Ids("light")];
        Assert.HasCount(ids.Length, pieces);
        Assert.AreEqual(0L, pieces[Array.IndexOf(ids, -1)]);
        Assert.HasCount(ids.Distinct().Count(), ids.Zip(pieces).Distinct(), "one number for one piece");
        Assert.HasCount(pieces.Distinct().Count(), ids.Zip(pieces).Distinct(), "one piece for one number");
        Assert.HasCount(table.Words * table.Width, table.ToArray());
    }

    private static IReadOnlyList<int> Ids(string word) => s_tokenizer.EncodeToIds(" " + word);

    private static double Accuracy(SyreTextClassificationOptions options)
    {
        Row[] rows = [.. s_first.SelectMany(first => s_good.Select(second => new Row { Text = first + second, Label = true })
            .Concat(s_bad.Select(second => new Row { Text = first + second })))];
        IDataView data = s_ml.Data.LoadFromEnumerable(rows);
        using SyreTextClassificationTransformer model = s_ml.BinaryClassification.Trainers.SyreTextClassification(options).Fit(data);
        return s_ml.BinaryClassification.Evaluate(model.Transform(data)).Accuracy;
    }

    private sealed class Row
    {
        public string Text { get; set; } = "";

        public bool Label { get; set; }
    }
}
