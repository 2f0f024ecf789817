using Microsoft.ML;
using Syre.MLNet.Tests.Tabular;

namespace Syre.MLNet.Tests.Text;

/// <summary>What stands beside the one text: a second text, numbers.</summary>
[TestClass]
public sealed class SyreTextInputsTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    private static readonly SyreTextClassificationOptions s_pairs = SmallText.Options with { SecondTextColumnName = "Other", Epochs = 20 };

    private static readonly SyreTextClassificationOptions s_numbers = SmallText.Options with { FeatureColumnName = "Numbers", Epochs = 20 };

    [TestMethod]
    public void What_two_texts_share_is_learnt_though_no_word_tells_it()
    {
        Assert.IsGreaterThan(0.95, Accuracy(s_pairs, TextData.Pairs(s_ml), TextData.Pairs(s_ml, seed: 2)));
        Assert.IsLessThan(
            0.65, Accuracy(s_pairs with { SecondTextColumnName = null }, TextData.Pairs(s_ml), TextData.Pairs(s_ml, seed: 2)));
    }

    [TestMethod]
    public void Each_text_of_a_pair_has_weights_of_its_own()
    {
        using SyreTextClassificationTransformer model = Fit(s_pairs, TextData.Pairs(s_ml));
        float[] scores = Small.Scores(model, s_ml.Data.LoadFromEnumerable(
        [
            new Pair { Text = "w1 w2 w3", Other = "w4 w5 w6" },
            new Pair { Text = "w4 w5 w6", Other = "w1 w2 w3" },
            new Pair { Text = "w4 w5 w6", Other = "w4 w5 w6" },
        ]));
        Assert.AreNotEqual(scores[0], scores[1]);
        Assert.IsGreaterThan(Math.Max(scores[0], scores[1]), scores[2]);
    }

    [TestMethod]
    public void Numbers_beside_a_text_are_learnt() =>
        Assert.IsGreaterThan(0.95, Accuracy(s_numbers, TextData.WithNumbers(s_ml), TextData.WithNumbers(s_ml, seed: 2)));

    [TestMethod]
    public void Rows_with_a_missing_number_are_left_out_of_training_and_score_as_missing_where_that_is_asked_for()
    {
        var ml = new MLContext(seed: 1);
        List<string> messages = [];
        ml.Log += (_, e) => messages.Add(e.Message);
        IDataView data = TextData.WithNumbers(ml, rows: 50, missing: true);
        using SyreTextClassificationTransformer model = ml.BinaryClassification.Trainers
            .SyreTextClassification(s_numbers with { MissingValues = MissingValues.Skip }).Fit(data);
        Assert.AreEqual(45, model.Summary.TrainingRows);
        Assert.IsTrue(messages.Any(message => message.Contains(
            "5 rows of the training data with a missing feature (NaN in 'Numbers')", StringComparison.Ordinal)));
        float[] scores = Small.Scores(model, data);
        for (int row = 0; row < scores.Length; row++)
            Assert.AreEqual(row % 10 == 0, float.IsNaN(scores[row]), $"row {row}");
    }

    [TestMethod]
    public void The_saved_graph_reads_pairs_as_the_trained_network_did() =>
        GraphIsNetwork(s_pairs, TextData.Pairs(s_ml, 60, seed: 3), TextData.Pairs(s_ml));

    [TestMethod]
    public void The_saved_graph_reads_numbers_as_the_trained_network_did() =>
        GraphIsNetwork(s_numbers, TextData.WithNumbers(s_ml, 60, seed: 3), TextData.WithNumbers(s_ml));

    [TestMethod]
    public void The_saved_graph_reads_missing_numbers_as_the_trained_network_did() =>
        GraphIsNetwork(s_numbers, TextData.WithNumbers(s_ml, 60, seed: 3, missing: true), TextData.WithNumbers(s_ml, missing: true));

    [TestMethod]
    public void Weights_in_8_bits_score_nearly_the_same_and_fill_a_third_of_the_file()
    {
        IDataView data = TextData.Pairs(s_ml);
        using SyreTextClassificationTransformer eight = Fit(s_pairs with { HiddenUnits = 64 }, data);
        using SyreTextClassificationTransformer full = Fit(s_pairs with { HiddenUnits = 64, Quantize = false }, data);
        float[] rounded = Probabilities(eight, data), exact = Probabilities(full, data);
        double worst = rounded.Zip(exact, (a, b) => Math.Abs(a - b)).Max();
        Assert.IsGreaterThan(0, worst);
        Assert.IsLessThan(0.02, worst);
        Assert.IsLessThan(0.4, (double)Size(eight, data) / Size(full, data));
    }

    private static SyreTextClassificationTransformer Fit(SyreTextClassificationOptions options, IDataView data) =>
        s_ml.BinaryClassification.Trainers.SyreTextClassification(options).Fit(data);

    private static double Accuracy(SyreTextClassificationOptions options, IDataView train, IDataView test)
    {
        using SyreTextClassificationTransformer model = Fit(options, train);
        return s_ml.BinaryClassification.Evaluate(model.Transform(test)).Accuracy;
    }

    private static void GraphIsNetwork(SyreTextClassificationOptions options, IDataView validation, IDataView training)
    {
        double loss = double.NaN;
        using SyreTextClassificationTransformer model = Fit(
            options with
            {
                ValidationSet = validation,
                Epochs = 1,
                Quantize = false,
                Progress = progress => loss = progress.ValidationLoss,
            }, training);
        Assert.AreEqual(loss / Math.Log(2), s_ml.BinaryClassification.Evaluate(model.Transform(validation)).LogLoss, 1e-4);
    }

    private static float[] Probabilities(ITransformer model, IDataView data) => Small.Column<float>(model.Transform(data), "Probability");

    private static long Size(ITransformer model, IDataView data)
    {
        using var file = new MemoryStream();
        s_ml.Model.Save(model, data.Schema, file);
        return file.Length;
    }

    private sealed class Pair
    {
        public string Text { get; set; } = "";

        public string Other { get; set; } = "";
    }
}
