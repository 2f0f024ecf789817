using Microsoft.ML;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Text;

/// <summary>The largest number that an option takes trains as a large one does; a larger one is refused when the trainer is made.</summary>
[TestClass]
public sealed class ExtremeOptionsTests
{
    [TestMethod]
    [DataRow(int.MaxValue)]
    [DataRow(int.MaxValue - 1)]
    [DataRow(int.MaxValue - 2)]
    [DataRow(int.MaxValue - 3)]
    public void A_text_may_be_as_long_as_a_number_can_say(int length)
    {
        var ml = new MLContext(seed: 1);
        IDataView data = TextData.Binary(ml);
        using SyreTextClassificationTransformer expected = Fit(100_000), model = Fit(length);
        float[][] scores = Values.Rows(model.Transform(data), "Score");
        Values.MustBeSame(Values.Rows(expected.Transform(data), "Score"), scores, 0, "long texts");
        using var file = new MemoryStream();
        ml.Model.Save(model, data.Schema, file);
        Values.MustBeSame(
            scores, Values.Rows(new MLContext().Model.LoadSurely(file, out _).Transform(data), "Score"), 0, "memory and file");

        SyreTextClassificationTransformer Fit(int maximum) =>
            ml.BinaryClassification.Trainers.SyreTextClassification(
                SmallText.Options with { Epochs = 1, MaximumTextLength = maximum }).Fit(data);
    }

    [TestMethod]
    public void Counts_at_their_largest_train()
    {
        var ml = new MLContext(seed: 1);
        using SyreTextClassificationTransformer model = ml.BinaryClassification.Trainers.SyreTextClassification(SmallText.Options with
        {
            BatchSize = int.MaxValue,
            MinimumCount = int.MaxValue,
            WordNgramLength = 64,
            MinimumCharacterNgramLength = 64,
            MaximumCharacterNgramLength = 64,
            MaximumModelSize = long.MaxValue,
            EarlyStoppingPatience = int.MaxValue,
            ValidationFraction = 0.2,
            Collapse = new CollapseOptions { Rows = int.MaxValue, HistoryEvery = int.MaxValue },
        }).Fit(TextData.Binary(ml));
        Assert.AreEqual(SmallText.Options.Epochs, model.Summary.Epochs);
    }

    [TestMethod]
    public void What_no_memory_holds_is_refused_when_the_trainer_is_made()
    {
        var ml = new MLContext(seed: 1);
        var options = new SyreTextClassificationOptions
        {
            HiddenUnits = int.MaxValue, WordNgramLength = 65, MaximumCharacterNgramLength = int.MaxValue,
        };
        string message = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => ml.BinaryClassification.Trainers.SyreTextClassification(options)).Message;
        StringAssert.Contains(message, "HiddenUnits is 2147483647; it must be at most 65536");
        StringAssert.Contains(message, "WordNgramLength is 65; it must be at most 64");
        StringAssert.Contains(message, "MaximumCharacterNgramLength is 2147483647; it must be at most 64");
    }
}
