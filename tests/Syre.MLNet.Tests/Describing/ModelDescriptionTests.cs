using Microsoft.ML;
using Syre.MLNet.Tests.Contributions;
using Syre.MLNet.Tests.Tabular;
using Syre.Torch;

namespace Syre.MLNet.Tests.Describing;

/// <summary>A description tells what the model is and what it goes by.</summary>
[TestClass]
public sealed class ModelDescriptionTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void It_names_task_rows_options_and_what_was_measured()
    {
        IDataView rows = TestData.Binary(_ml);
        using SyreNetworkTransformer model = Small.FitBinary(Small.Options with { Members = 2, Seed = 5 });
        ModelDescription description = model.Model.Describe(
            _ml.BinaryClassification.ColumnImportance(model, rows), Everything.Of(_ml, model).Fit(rows).Transform(rows));
        Dictionary<string, string> facts = description.Facts.ToDictionary();
        Assert.AreEqual("binary: predicts 'Label'", facts["Task"]);
        StringAssert.Contains(facts["Network"], "2 networks");
        StringAssert.Contains(facts["Rows"], $"{model.Summary.TrainingRows} trained on");
        StringAssert.Contains(facts["Training"], $"6 epochs (all were done), of which epoch {model.Summary.BestEpoch} was kept");
        string changed = facts["Options that are not the default"];
        foreach (string option in new[] { "Members = 2", "Epochs = 6", "Seed = 5" })
            StringAssert.Contains(changed, option);
        Assert.DoesNotContain("LearningRateSchedule", changed);
        Assert.AreSame(model.Report, description.Report);
        Assert.HasCount(2, description.Columns);
        Assert.AreEqual("Features", description.Columns[0].Values.Single().Name);
        CollectionAssert.AreEquivalent(TestData.FeatureNames, description.Columns[1].Values.Select(one => one.Name).ToArray());
        Assert.AreEqual("Important", description.Columns[1].Values[0].Name);
    }

    [TestMethod]
    public void Contributions_that_were_normalized_are_told_to_be_shares()
    {
        IDataView rows = TestData.Binary(_ml);
        using SyreNetworkTransformer model = Small.FitBinary(Small.Options);
        Assert.DoesNotContain("of the largest one", Explanation(Everything.Options));
        StringAssert.Contains(Explanation(new FeatureContributionOptions()), "of the largest one");

        string Explanation(FeatureContributionOptions options) => model.Model.Describe(
            null, _ml.Transforms.CalculateFeatureContribution(model.Model, options).Fit(rows).Transform(rows)).Columns[0].Explanation;
    }

    [TestMethod]
    public void With_nothing_measured_there_are_facts_alone()
    {
        using SyreNetworkTransformer model = Small.FitBinary(Small.Options);
        Assert.HasCount(0, model.Model.Describe().Columns);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Model.Describe(null, TestData.Binary(_ml)));
    }
}
