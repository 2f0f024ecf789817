using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.LightGbm;
using Syre.MLNet.Tests.Conformance;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.Text;
using Syre.MLNet.Tests.WarmStart;

namespace Syre.MLNet.Tests.Tables;

/// <summary>What comes before and after the features: files, trainers, other machines.</summary>
[TestClass]
public sealed class TablePipelineTests
{
    private static readonly SyreNetworkOptions s_network = Small.Options with { LabelColumnName = "Colour", Seed = 1 };

    [TestMethod]
    public void Predictions_have_the_labels_of_the_table()
    {
        var ml = new MLContext(seed: 1);
        IDataView data = Customer.View(ml);
        ITransformer model = ml.Transforms.FeaturizeTable("Colour")
            .Append(ml.MulticlassClassification.Trainers.SyreNetwork(s_network))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(data);
        Assert.IsTrue(
            Values.Column<string>(model.Transform(data), "PredictedLabel").TrueForAll(colour => colour is "red" or "green" or "blue"));
        (model as IDisposable)?.Dispose();
    }

    [TestMethod]
    public void A_model_is_trained_on_from_its_file()
    {
        var ml = new MLContext(seed: 1);
        IDataView data = Customer.View(ml);
        ITransformer model = ml.Transforms.FeaturizeTable("Colour")
            .Append(ml.MulticlassClassification.Trainers.SyreNetwork(s_network)).Fit(data);
        using var file = new TemporaryModel();
        file.Save(model, data.Schema);
        IDataView more = ml.Data.LoadFromEnumerable(Customer.Rows(100, seed: 5).Select((row, i) =>
        {
            row.Colour = i % 5 == 0 ? "mauve" : row.Colour;
            return row;
        }));
        ITransformer later = SyreModelFile.Open(file.Path).Retrain(ml, more, options => options with { Epochs = 1 });
        Assert.AreEqual(4, Values.Rows(later.Transform(more), "Score")[0].Length);
        foreach (ITransformer trained in new[] { model, later })
            (trained as IDisposable)?.Dispose();
    }

    /// <summary>LightGBM makes each range of slots one feature, and splits it by sets of levels.</summary>
    [TestMethod]
    public void LightGBM_takes_levels_for_categories()
    {
        var ml = new MLContext(seed: 1);
        IDataView data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 2000).Select(i => new
        {
            Town = $"town {i % 12}",
            Age = (float)(i * 7919L % 90),
            Label = i % 12 is 1 or 4 or 7 or 8,
        }));
        var model = ml.Transforms.FeaturizeTable("Label")
            .Append(ml.BinaryClassification.Trainers.LightGbm(
                new LightGbmBinaryTrainer.Options { NumberOfThreads = 1, NumberOfIterations = 3, UseCategoricalSplit = true }))
            .Fit(data);
        var trees = ((LightGbmBinaryModelParameters)model.LastTransformer.Model.SubModel).TrainedTreeEnsemble.Trees;
        Assert.IsTrue(trees[0].CategoricalSplitFlags[0]);
        VBuffer<ReadOnlyMemory<char>> names = default;
        model.Transform(data).Schema["Features"].GetSlotNames(ref names);
        Assert.AreSequenceEqual(
            ["Town.town 1", "Town.town 4", "Town.town 7", "Town.town 8"],
            trees[0].GetCategoricalSplitFeaturesAt(0).Select(slot => names.GetItemOrDefault(slot).ToString()).Order());
        Assert.AreEqual(1.0, ml.BinaryClassification.Evaluate(model.Transform(data)).AreaUnderRocCurve);
    }

    [TestMethod]
    [DataRow("de-DE")]
    [DataRow("fa-IR")]
    [DataRow("tr-TR")]
    public void The_culture_of_the_machine_changes_nothing(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        (float[][] rows, string plan) = Fit();
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            (float[][] elsewhere, string elsewherePlan) = Fit();
            Values.MustBeSame(rows, elsewhere, 0, culture);
            Assert.AreEqual(plan, elsewherePlan);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        static (float[][] Rows, string Plan) Fit()
        {
            FeaturizedTable table = FeaturizedTable.Fit(Customer.View(new MLContext(seed: 1)));
            return (table.Rows, table.Model.Plan.ToString());
        }
    }

    [TestMethod]
    public void A_second_fit_gives_the_same_and_the_order_of_columns_does_not_matter()
    {
        var ml = new MLContext(seed: 1);
        IDataView data = Customer.View(ml);
        string[] names = [.. data.Schema.Select(column => column.Name).Reverse()];
        IDataView turned = ml.Transforms.SelectColumns(names).Fit(data).Transform(data);
        var estimator = ml.Transforms.FeaturizeTable();
        FeaturizeTableTransformer model = estimator.Fit(data);
        float[][] rows = Values.Rows(model.Transform(data), "Features");
        Values.MustBeSame(rows, Values.Rows(estimator.Fit(data).Transform(data), "Features"), 0, "a second fit");
        Values.MustBeSame(rows, Values.Rows(model.Transform(turned), "Features"), 0, "columns in another order");
        FeaturizedTable one = FeaturizedTable.Fit(data), other = FeaturizedTable.Fit(turned);
        foreach (string slot in one.SlotNames)
            Assert.AreSequenceEqual(one.Slot(slot), other.Slot(slot), slot);
    }

    [TestMethod]
    public void Columns_named_as_those_in_between_keep_their_values()
    {
        FeaturizedTable table = FeaturizedTable.Fit(
            Enumerable.Range(0, 9).Select(i => new { __SyreKey0 = i % 3 == 0 ? "a" : "b", __SyreFilled2 = i / 2f, _Syre = i % 4 }));
        Assert.AreSequenceEqual(["__SyreFilled2", "_Syre", "__SyreKey0.a", "__SyreKey0.b"], table.SlotNames);
        Assert.AreSequenceEqual(
            ["__SyreKey0", "__SyreFilled2", "_Syre", "Features"], table.View.Schema.Select(column => column.Name));
    }

    [TestMethod]
    public void The_file_names_no_assembly_but_those_of_the_package_Microsoft_ML()
    {
        var ml = new MLContext(seed: 1);
        IDataView data = Customer.View(ml);
        using var file = new TemporaryModel();
        file.Save(ml.Transforms.FeaturizeTable("Colour").Fit(data), data.Schema);
        IEnumerable<string> assemblies = SyreModelFile.Inspect(file.Path).Assemblies.Select(name => name.Split(',')[0]).Order();
        Assert.AreSequenceEqual(["Microsoft.ML.Data", "Microsoft.ML.Transforms"], assemblies);
    }

    [TestMethod]
    public void Folds_are_featurized_each_by_itself()
    {
        var ml = new MLContext(seed: 1);
        var pipeline = ml.Transforms.FeaturizeTable("Member")
            .Append(ml.BinaryClassification.Trainers.SyreNetwork(s_network with { LabelColumnName = "Member", Epochs = 2 }));
        var folds = ml.BinaryClassification.CrossValidate(Customer.View(ml), pipeline, numberOfFolds: 2, labelColumnName: "Member");
        foreach (var fold in folds)
        {
            Assert.IsTrue(fold.Metrics.AreaUnderRocCurve is > 0 and < 1);
            (fold.Model as IDisposable)?.Dispose();
        }
    }

    [TestMethod]
    public void A_long_text_is_learnt_beside_the_features_of_the_other_columns()
    {
        var ml = new MLContext(seed: 1);
        IDataView data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 120).Select(i => new
        {
            Review = $"review number {i}: {(i % 2 == 0 ? "a lovely film" : "an awful film")}",
            Stars = i % 5,
            Good = i % 2 == 0,
        }));
        ITransformer model = ml.Transforms.FeaturizeTable("Good")
            .Append(ml.BinaryClassification.Trainers.SyreTextClassification(SmallText.Options with
            {
                LabelColumnName = "Good",
                TextColumnName = "Review",
                FeatureColumnName = "Features",
                Epochs = 10,
            })).Fit(data);
        Assert.IsGreaterThan(0.9, ml.BinaryClassification.Evaluate(model.Transform(data), "Good").Accuracy);
        (model as IDisposable)?.Dispose();
    }

    [TestMethod]
    public void The_table_is_read_once()
    {
        var ml = new MLContext(seed: 1);
        var count = new ReadCount(ml, Customer.View(ml));
        ml.Transforms.FeaturizeTable().Fit(count.View);
        Assert.AreEqual(200, count.Rows);
    }
}
