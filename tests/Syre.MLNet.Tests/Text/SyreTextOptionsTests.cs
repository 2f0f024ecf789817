using Microsoft.ML;

namespace Syre.MLNet.Tests.Text;

[TestClass]
public sealed class SyreTextOptionsTests
{
    [TestMethod]
    public void All_violations_are_listed_at_once()
    {
        var options = new SyreTextClassificationOptions
        {
            LabelColumnName = "",
            TextColumnName = "",
            HiddenUnits = 0,
            MinimumCount = 0,
            WordNgramLength = 0,
            MinimumCharacterNgramLength = 3,
            MaximumCharacterNgramLength = 2,
            MaximumTextLength = 0,
            MaximumModelSize = 0,
            Dropout = 1,
            LabelSmoothing = -1,
            ProfileFraction = double.NaN,
        };
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new MLContext().BinaryClassification.Trainers.SyreTextClassification(options));
        foreach (string name in new[]
                 {
                     "LabelColumnName", "TextColumnName", "HiddenUnits", "MinimumCount", "WordNgramLength", "MaximumCharacterNgramLength",
                     "MaximumTextLength", "MaximumModelSize", "Dropout", "LabelSmoothing", "ProfileFraction",
                 })
        {
            StringAssert.Contains(e.Message, name);
        }
    }

    [TestMethod]
    public void A_text_column_of_another_type_is_refused_with_its_type()
    {
        var ml = new MLContext();
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => ml.BinaryClassification.Trainers.SyreTextClassification(textColumnName: "Features").Fit(TestData.Binary(ml)));
        StringAssert.Contains(e.Message, "text column 'Features'");
        StringAssert.Contains(e.Message, "vector of Single");
        StringAssert.Contains(e.Message, "expected text");
    }

    [TestMethod]
    public void A_missing_text_column_is_named_with_the_columns_that_are_there()
    {
        var ml = new MLContext();
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => ml.BinaryClassification.Trainers.SyreTextClassification(textColumnName: "Nope").Fit(TextData.Binary(ml)));
        StringAssert.Contains(e.Message, "Could not find text column 'Nope'");
        StringAssert.Contains(e.Message, "TextColumnName");
    }
}
