using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Conformance;
using Syre.MLNet.Tests.Text;

namespace Syre.MLNet.Tests.Scoring;

/// <summary>
/// Several trainers in one chain: each one's columns hide those of the one before, and all are the same in memory as from the file.
/// </summary>
[TestClass]
public sealed class ChainedTrainersTests
{
    private static readonly MLContext s_ml = new(seed: 1);
    private static readonly IDataView s_data = ChainRow.View(s_ml);

    private static readonly SyreNetworkOptions s_options =
        new() { HiddenLayers = [8], Epochs = 8, BatchSize = 32, Threads = 1, Device = "cpu", Seed = 1 };

    private static readonly Dictionary<string, Func<IEstimator<ITransformer>>[]> s_chains = new()
    {
        ["regression, binary"] = [Amount, Flag],
        ["binary, regression"] = [Flag, Amount],
        ["stock, ours"] = [StockAmount, Flag],
        ["ours, stock"] = [Amount, StockFlag],
        ["ours, text"] = [Amount, Text],
        ["text, ours"] = [Text, Kind],
        ["regression, binary, multiclass"] = [Amount, Flag, Kind],
        ["multiclass, stock, text, regression"] = [Kind, StockFlag, Text, Amount],
        ["diagnostics named as a score, binary"] = [() => s_ml.Transforms.CollapseDiagnostics("Score", "Features", seed: 1), Flag],
        ["binary, diagnostics named as a score"] = [Flag, () => s_ml.Transforms.CollapseDiagnostics("Score", "Features", seed: 1)],
        ["binary, diagnostics in place"] = [Flag, () => s_ml.Transforms.CollapseDiagnostics("Features", seed: 1)],
        ["binary, diagnostics named as input columns"] = [Flag, NamedAsInputs],
        ["stacking"] = [StockAmount, Stacked],
        ["stacking of ours"] = [Amount, Stacked],
    };

    public static IEnumerable<string> Chains => s_chains.Keys;

    [TestMethod]
    [DynamicData(nameof(Chains))]
    public void Chain_gives_the_same_in_memory_and_from_the_file(string name)
    {
        IEstimator<ITransformer>[] estimators = [.. s_chains[name].Select(estimator => estimator())];
        IDataView rows = s_data;
        List<ITransformer> models = [];
        foreach (IEstimator<ITransformer> estimator in estimators)
        {
            ITransformer model = estimator.Fit(rows);
            IDataView scored = model.Transform(rows);
            ShadowedColumnChecks.InputIsHandedOn(rows, scored, $"{name}: step {models.Count}");
            models.Add(model);
            rows = scored;
        }
        var chain = new TransformerChain<ITransformer>([.. models]);
        IDataView first = s_ml.Data.TakeRows(s_data, 20);
        using var file = new MemoryStream();
        s_ml.Model.Save(chain, s_data.Schema, file);
        ITransformer loaded = new MLContext().Model.LoadSurely(file, out _);
        CursorChecks.SameValues(chain.Transform(first), loaded.Transform(first), 1e-5, name);

        // One fit of the whole chain is the same as one step after the other.
        EstimatorChain<ITransformer> whole =
            s_chains[name].Aggregate(new EstimatorChain<ITransformer>(), (steps, next) => steps.Append(next()));
        if (!name.Contains("stock") && name != "stacking")
            CursorChecks.SameValues(chain.Transform(first), whole.Fit(s_data).Transform(first), 1e-5, $"{name}, fitted at once");
    }

    [TestMethod]
    public void Stacking_keeps_both_scores_apart()
    {
        TransformerChain<ITransformer> model = StockAmount().Append(Stacked()).Fit(s_data);
        IDataView scored = model.Transform(s_data), linear = model.First().Transform(s_data);
        Values.MustBeSame(Values.Rows(linear, "Score"), Values.Rows(scored, "Linear"), 1e-5, "the linear model's scores");
        RegressionMetrics metrics = s_ml.Regression.Evaluate(scored, "Amount");
        Assert.IsGreaterThan(0.9, metrics.RSquared);
        List<float> amounts = Values.Column<float>(scored, "Amount"), scores = Values.Column<float>(scored, "Score");
        double error = amounts.Zip(scores, (amount, score) => Math.Pow(amount - score, 2)).Average();
        Assert.AreEqual(error, metrics.MeanSquaredError, 1e-3);
    }

    [TestMethod]
    public void Features_may_be_called_as_an_output_is()
    {
        IDataView copied = s_ml.Transforms.CopyColumns("Score", "Features").Fit(s_data).Transform(s_data);
        IDataView data = s_ml.Transforms.DropColumns("Features").Fit(copied).Transform(copied);
        SyreNetworkOptions options = s_options with { LabelColumnName = "Amount" };
        using SyreNetworkTransformer named = s_ml.Regression.Trainers.SyreNetwork(options with { FeatureColumnName = "Score" }).Fit(data);
        using SyreNetworkTransformer plain = s_ml.Regression.Trainers.SyreNetwork(options).Fit(s_data);
        float[][] expected = Values.Rows(plain.Transform(s_data), "Score");
        Values.MustBeSame(expected, Values.Rows(named.Transform(data), "Score"), 0, "features called 'Score'");
        ShadowedColumnChecks.InputIsHandedOn(data, named.Transform(data), "features called 'Score'");
    }

    /// <summary>Columns between the parts of a saved model are dropped by name; those of the user stay.</summary>
    [TestMethod]
    [DataRow("network")]
    [DataRow("text")]
    [DataRow("diagnostics")]
    public void Columns_named_as_those_inside_a_model_stay(string kind)
    {
        string[] meanings = ["Outputs", "Hidden0", "Text0", "Words0", "Characters0", "Features", "Input"];
        IEnumerable<MadeColumn> made =
            meanings.Select(meaning => MadeColumn.Of($"__Syre{meaning}", NumberDataViewType.Single, row => row + 0.5f));
        IDataView data = new MadeView(s_data, [.. made, .. s_data.Schema.Select(MadeColumn.Of)]);
        IEstimator<ITransformer> estimator = kind switch
        {
            "network" => Amount(),
            "text" => Text(),
            _ => s_ml.Transforms.CollapseDiagnostics("Features", seed: 1),
        };
        Assert.IsNotNull(estimator.GetOutputSchema(MLNetInternals.ShapeOf(data.Schema)));
        ITransformer model = estimator.Fit(data);
        ShadowedColumnChecks.InputIsHandedOn(data, model.Transform(data), kind);
        using var file = new MemoryStream();
        s_ml.Model.Save(model, data.Schema, file);
        CursorChecks.SameValues(model.Transform(data), new MLContext().Model.LoadSurely(file, out _).Transform(data), 1e-5, kind);
    }

    /// <summary>ML.NET's ONNX transformer takes the ending off, so that memory and file would have different columns.</summary>
    [TestMethod]
    public void Columns_that_the_file_would_call_otherwise_are_refused()
    {
        CollapseOptions collapse = new() { ColumnName = "a.output", RepresentationColumnName = "b.output" };
        var refusal = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => s_ml.Regression.Trainers.SyreNetwork(s_options with { Collapse = collapse }));
        StringAssert.Contains(refusal.Message, "'a.output'");
        StringAssert.Contains(refusal.Message, "'b.output'");
        refusal = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => s_ml.Transforms.CollapseDiagnostics("c.output", "Features"));
        StringAssert.Contains(refusal.Message, "'c.output'");
    }

    /// <summary>The monitor reads slots by their places; the names tell whether they are the right ones.</summary>
    [TestMethod]
    public void Monitor_refuses_the_column_of_another_model()
    {
        using SyreNetworkTransformer first = s_ml.Regression.Trainers.SyreNetwork(
            s_options with { LabelColumnName = "Amount" }).Fit(s_data);
        using SyreNetworkTransformer second = s_ml.BinaryClassification.Trainers.SyreNetwork(
            s_options with { LabelColumnName = "Flag", HiddenLayers = [8, 8] }).Fit(s_data);
        var monitor = new CollapseMonitor(first.Report);
        monitor.Add(first.Transform(second.Transform(s_data)));
        var refusal = Assert.ThrowsExactly<ArgumentException>(() => monitor.Add(second.Transform(first.Transform(s_data))));
        StringAssert.Contains(refusal.Message, "another model");
        Assert.AreEqual(120, monitor.Current.Rows);
    }

    [TestMethod]
    public void Row_of_another_schema_is_refused()
    {
        using SyreNetworkTransformer model = (SyreNetworkTransformer)Amount().Fit(s_data);
        IRowToRowMapper mapper = ((ITransformer)model).GetRowToRowMapper(s_data.Schema);
        IDataView fewer = s_ml.Transforms.DropColumns("Flag").Fit(s_data).Transform(s_data);
        using DataViewRowCursor cursor = fewer.GetRowCursor(fewer.Schema);
        var refusal = Assert.Throws<InvalidOperationException>(() => mapper.GetRow(cursor, mapper.OutputSchema));
        StringAssert.Contains(refusal.Message, "schema");
    }

    private static IEstimator<ITransformer> Amount() => s_ml.Regression.Trainers.SyreNetwork(s_options with { LabelColumnName = "Amount" });

    private static IEstimator<ITransformer> NamedAsInputs() => s_ml.Regression.Trainers.SyreNetwork(
        s_options with { LabelColumnName = "Amount", Collapse = new() { ColumnName = "Words", RepresentationColumnName = "Features" } });

    private static IEstimator<ITransformer> Flag() =>
        s_ml.BinaryClassification.Trainers.SyreNetwork(s_options with { LabelColumnName = "Flag" });

    private static IEstimator<ITransformer> Kind() =>
        s_ml.MulticlassClassification.Trainers.SyreNetwork(s_options with { LabelColumnName = "Kind" });

    private static IEstimator<ITransformer> Text() =>
        s_ml.BinaryClassification.Trainers.SyreTextClassification(
            SmallText.Options with { LabelColumnName = "Flag", TextColumnName = "Words" });

    private static IEstimator<ITransformer> StockAmount() => s_ml.Regression.Trainers.Sdca("Amount");

    private static IEstimator<ITransformer> StockFlag() => s_ml.BinaryClassification.Trainers.LbfgsLogisticRegression("Flag");

    private static IEstimator<ITransformer> Stacked() => s_ml.Transforms.CopyColumns("Linear", "Score")
        .Append(s_ml.Transforms.Concatenate("Both", "Features", "Linear"))
        .Append(s_ml.Regression.Trainers.SyreNetwork(
            s_options with { LabelColumnName = "Amount", FeatureColumnName = "Both", Epochs = 40 }));
}
