using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>The trainer's columns are those of the task's stock trainer, and what users do with them works.</summary>
public static class ContractChecks
{
    /// <summary>Names, types and annotations side by side with the stock trainer's, for every way in which labels are annotated.</summary>
    public static void ColumnsAreThoseOfTheStockTrainer(TrainerCase @case)
    {
        var ml = new MLContext(seed: 1);
        foreach ((string name, IDataView data) in @case.Task.LabelVariants(ml))
        {
            DataViewSchema expected = @case.Task.StockTrainer(ml, new TrainerColumns()).Fit(data).GetOutputSchema(data.Schema);
            foreach ((string which, ITransformer model) in BothModels(@case, ml, data))
            {
                DataViewSchema actual = model.GetOutputSchema(data.Schema);
                string[] names = [.. expected.Select(column => column.Name), .. @case.OwnColumns];
                CollectionAssert.AreEqual(names, actual.Select(column => column.Name).ToArray(), $"{which}, {name}: columns");
                foreach (DataViewSchema.Column column in expected)
                {
                    Must.Equal(column.Type, actual[column.Index].Type, $"{which}, {name}: type of '{column.Name}'");
                    SchemaChecks.SameAnnotations(column, actual[column.Index], $"{which}, {name}: '{column.Name}'");
                }
            }
        }
    }

    /// <summary>Label transforms of scope TrainTest stay out of the scoring model, which predicts from a class that has no label.</summary>
    public static void ScoringModelNeedsNoLabel(TrainerCase @case)
    {
        MLContext ml = @case.Alone.Fitted.ML;
        IDataView data = ml.Transforms.CopyColumns("Answer", "Label").Fit(@case.Alone.Fitted.Data).Transform(@case.Alone.Fitted.Data);
        data = ml.Transforms.DropColumns("Label").Fit(data).Transform(data);
        TransformerChain<ITransformer> model = new EstimatorChain<ITransformer>()
            .Append<ITransformer>(ml.Transforms.CopyColumns("Label", "Answer"), TransformerScope.TrainTest)
            .Append<ITransformer>(@case.Trainer(ml, new TrainerColumns()), TransformerScope.Everything)
            .Fit(data);
        ITransformer scoring = model.GetModelFor(TransformerScope.Scoring);
        float[][] batch = @case.Task.Engine.Batch(ml, scoring);
        using OpenEngine engine = @case.Task.Engine.Open(ml, scoring);
        Values.MustBeSame(batch[2], engine.Predict(2), 1e-5, "prediction from a class without a label");
        InRange(@case.Task.Evaluate(ml, model.Transform(data, TransformerScope.Testing)));
    }

    /// <summary>Keys map back to class names, and the confusion matrix shows them.</summary>
    public static void ClassesKeepTheirNames(TrainerCase @case)
    {
        FittedCase fitted = @case.Alone.Fitted;
        foreach ((string name, ITransformer model) in fitted.Models)
        {
            IDataView scored = model.Transform(fitted.Data);
            IDataView named = fitted.ML.Transforms.Conversion.MapKeyToValue("Class", "PredictedLabel").Fit(scored).Transform(scored);
            CollectionAssert.AreEqual(
                Values.Column<uint>(scored, "PredictedLabel").ConvertAll(key => TestData.ClassNames[key - 1]),
                Values.Column<string>(named, "Class"), $"{name}: names of predicted classes");
            string table = fitted.ML.MulticlassClassification.Evaluate(scored).ConfusionMatrix.GetFormattedConfusionTable();
            foreach (string className in TestData.ClassNames)
                StringAssert.Contains(table, className, $"{name}: confusion matrix");
        }
    }

    public static void MetricsAreInRange(TrainerCase @case)
    {
        FittedCase fitted = @case.Alone.Fitted;
        IDataView unseen = @case.Task.Data(fitted.ML, seed: 9);
        foreach ((_, ITransformer model) in fitted.Models)
        {
            InRange(@case.Task.Evaluate(fitted.ML, model.Transform(fitted.Data)));
            InRange(@case.Task.Evaluate(fitted.ML, model.Transform(unseen)));
        }
    }

    public static void RowsScoredTwiceHaveTheSameMetrics(TrainerCase @case)
    {
        FittedCase fitted = @case.Alone.Fitted;
        foreach ((string name, ITransformer model) in fitted.Models)
        {
            IDataView once = model.Transform(fitted.Data);
            IReadOnlyList<Metric> before = @case.Task.Evaluate(fitted.ML, once);
            foreach ((Metric expected, Metric actual) in before.Zip(@case.Task.Evaluate(fitted.ML, model.Transform(once))))
                Values.MustBeSame(expected.Value, actual.Value, 1e-6, $"{name}, scored twice: {expected.Name}");
        }
    }

    internal static void InRange(IReadOnlyList<Metric> metrics)
    {
        foreach (Metric metric in metrics)
            Must.Hold(metric.Value >= metric.Minimum && metric.Value <= metric.Maximum, $"{metric} is out of range");
    }

    private static IEnumerable<(string Name, ITransformer Model)> BothModels(TrainerCase @case, MLContext ml, IDataView data)
    {
        ITransformer model = @case.Trainer(ml, new TrainerColumns()).Fit(data);
        using var file = new MemoryStream();
        ml.Model.Save(model, data.Schema, file);
        return [("fitted model", model), ("reloaded model", ml.Model.Load(file, out _))];
    }
}
