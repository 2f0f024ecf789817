using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.Text;
using Syre.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Diagnostics;

/// <summary>No measurement ends a training or a fit of <c>CollapseDiagnostics</c>: the report and the log say what is not known.</summary>
[TestClass]
public sealed class FailingMeasureTests
{
    private static readonly MLContext s_ml = new(1);

    public static IEnumerable<object[]> Kinds => [["tables"], ["texts"], ["column"], ["sketch"]];

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Each_measure_that_throws_leaves_model_and_other_measures_as_they_are(string kind)
    {
        List<(string Measure, string? Layer)> measures = [];
        (ITransformer whole, IDataView data) = Fit(kind, (measure, layer) => measures.Add((measure, layer)), []);
        CollapseReport expected = Report(whole);
        Assert.IsEmpty(expected.NotMeasured);
        Assert.IsGreaterThan(
            kind == "sketch" ? 3 : 6, measures.Select(measure => measure.Measure).Distinct().Count(), string.Join(", ", measures));
        foreach ((string failing, string? layer) in measures.Distinct())
        {
            List<string> warnings = [];
            (ITransformer model, _) = Fit(kind, (measure, of) =>
            {
                if ((measure, of) == (failing, layer))
                    throw new InvalidOperationException("Made to fail.");
            }, warnings);
            CollapseReport report = Report(model);
            NotMeasured missing = report.NotMeasured.Single();
            Assert.AreEqual((failing, layer, "Made to fail."), (missing.Measure, missing.Layer, missing.Reason));
            Assert.IsTrue(warnings.Any(warning => warning.Contains(missing.Sentence, StringComparison.Ordinal)),
                $"{failing}: {string.Join("; ", warnings)}");
            Assert.HasCount(failing is "Layers" ? 0 : expected.Layers.Count, report.Layers, failing);
            if (kind is "tables" or "texts")
                CollectionAssert.AreEqual(Scores(whole, data), Scores(model, data), failing);
            RoundTrip(model, data, kind);
            (model as IDisposable)?.Dispose();
        }
        (whole as IDisposable)?.Dispose();
    }

    [TestMethod]
    public void A_measure_that_fails_keeps_the_names_of_the_columns_slots()
    {
        (ITransformer model, IDataView data) = Fit("tables", (measure, _) =>
        {
            if (measure == nameof(CollapseReport.RowProfile))
                throw new InvalidOperationException("Made to fail.");
        }, []);
        using var _ = (IDisposable)model;
        float[] row = model.Transform(data).GetColumn<float[]>("Collapse").First();
        Assert.IsTrue(float.IsFinite(row[0]) && float.IsFinite(row[1]), "shares of active units need no comparison");
        Assert.IsTrue(float.IsNaN(row[2]) && float.IsNaN(row[3]), "norm and subspace do");
        Assert.IsNull(Report(model).RowProfile);
    }

    [TestMethod]
    public void A_network_that_cannot_be_looked_into_is_trained_scored_and_saved()
    {
        IDataView data = TestData.Binary(s_ml);
        List<string> warnings = [];
        using SyreNetworkTransformer model = new MLContext(1)
            .WarningsTo(warnings).BinaryClassification.Trainers.SyreNetwork(Small.Options with
            {
                Network = context => new Fickle(context.InputSize, context.OutputSize),
            }).Fit(data);
        Assert.IsEmpty(model.Report.Layers);
        Assert.DoesNotContain("HEALTHY", model.Report.ToString());
        Assert.DoesNotContain("no layer has lost capacity", model.Report.ToString());
        Assert.IsTrue(warnings.Any(warning => warning.StartsWith("Layers was not measured: ", StringComparison.Ordinal)),
            string.Join("; ", warnings));
        Assert.IsTrue(Small.Scores(model, data).All(float.IsFinite));
        Assert.IsGreaterThan(0.0, model.Report.Evidence.Loss!.Value);
    }

    [TestMethod]
    public void Constant_features_train_and_no_layer_is_called_healthy()
    {
        IDataView data = View([.. Enumerable.Range(0, 60).Select(i => new Row { Features = [1, 2, 3], Label = i % 2 == 0 })]);
        using SyreNetworkTransformer model = s_ml.BinaryClassification.Trainers.SyreNetwork(Small.Options).Fit(data);
        AssertNotJudged(model.Report);
    }

    [TestMethod]
    [DataRow(513)]
    [DataRow(512)]
    [DataRow(1)]
    public void Features_that_all_are_zero_train(int width)
    {
        IDataView data = View([.. Enumerable.Range(0, 20).Select(i => new Row { Features = new float[width], Label = i % 4 == 0 })]);
        using SyreNetworkTransformer model = s_ml.BinaryClassification.Trainers.SyreNetwork(Small.Options).Fit(data);
        Assert.IsTrue(Small.Scores(model, data).All(float.IsFinite));
        AssertNotJudged(model.Report);
        RoundTrip(model, data, "tables");
    }

    [TestMethod]
    public void Labels_that_all_are_the_same_train_and_nothing_is_said_of_learning()
    {
        IDataView data = View([.. Enumerable.Range(0, 60).Select(i => new Row { Features = [i, i % 3], Label = true })]);
        using SyreNetworkTransformer model = s_ml.BinaryClassification.Trainers.SyreNetwork(Small.Options).Fit(data);
        CollectionAssert.Contains(
            model.Report.NotMeasured.ToArray(),
            new NotMeasured("ConstantLoss", null, "All rows have the same label, so that a constant answer is the best there is."));
        Assert.IsNull(model.Report.NeuralCollapse);
        Assert.DoesNotContain("has learned nothing", model.Report.ToString());
        RoundTrip(model, data, "tables");
    }

    [TestMethod]
    public void One_class_of_several_is_refused_in_the_users_words_before_the_first_epoch()
    {
        IDataView rows = s_ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 20).Select(i => new Text { Features = [i, i % 3], Words = $"some words {i % 3}" }).ToArray());
        IDataView data = s_ml.Transforms.Conversion.MapValueToKey("Label").Fit(rows).Transform(rows);
        foreach (Action fit in new Action[]
        {
            () => s_ml.MulticlassClassification.Trainers.SyreNetwork(Small.Options).Fit(data),
            () => s_ml.MulticlassClassification.Trainers.SyreTextClassification(
                SmallText.Options with { TextColumnName = nameof(Text.Words) }).Fit(data),
        })
        {
            StringAssert.StartsWith(
                Assert.ThrowsExactly<InvalidOperationException>(fit).Message,
                "The label has 1 class, as it also has where MapValueToKey found no rows");
        }
    }

    private static void AssertNotJudged(CollapseReport report)
    {
        Assert.IsTrue(report.Layers.All(layer => report.VerdictOf(layer.Name) == CollapseVerdict.NotJudged), report.ToString());
        StringAssert.Contains(report.ToString(), "what it reads does not vary");
        Assert.DoesNotContain("healthy", report.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("no layer has lost capacity", report.ToString());
    }

    private static IDataView View(Row[] rows)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Features.Length);
        return s_ml.Data.LoadFromEnumerable(rows, schema);
    }

    private static (ITransformer Model, IDataView Data) Fit(string kind, Action<string, string?> before, List<string> warnings)
    {
        MLContext ml = new MLContext(1).WarningsTo(warnings);
        switch (kind)
        {
            case "tables":
                IDataView tables = TestData.Binary(ml);
                var network = Small.Options with
                {
                    Epochs = 2,
                    Seed = 1,
                    Collapse = new() { HistoryEvery = 1, ReferenceError = 0.1, BeforeMeasure = before },
                };
                return (ml.BinaryClassification.Trainers.SyreNetwork(network).Fit(tables), tables);
            case "texts":
                IDataView texts = TextData.Binary(ml);
                var text = SmallText.Options with { Epochs = 1, Collapse = new() { BeforeMeasure = before } };
                return (ml.BinaryClassification.Trainers.SyreTextClassification(text).Fit(texts), texts);
            default:
                var random = new Random(1);
                float[] Features() => [.. Enumerable.Range(0, kind == "sketch" ? 1100 : 12).Select(_ => (float)random.NextDouble())];
                IDataView column = View([.. Enumerable.Range(0, 30).Select(_ => new Row { Features = Features() })]);
                var options = new CollapseDiagnosticsOptions { InputColumnName = "Features", Seed = 1, BeforeMeasure = before };
                return (ml.Transforms.CollapseDiagnostics(options).Fit(column), column);
        }
    }

    private static CollapseReport Report(ITransformer model) => model.CollapseReports().Single();

    private static float[] Scores(ITransformer model, IDataView data) => Small.Scores(model, data);

    /// <summary>The file scores as the model does, missing slots among them, and its report is the same.</summary>
    private static void RoundTrip(ITransformer model, IDataView data, string kind)
    {
        using var stream = new MemoryStream();
        s_ml.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        ITransformer loaded = s_ml.Model.LoadSurely(stream, out _);
        string column = kind is "tables" or "texts" ? "Collapse" : "CollapseDiagnostics";
        float[] expected = Values(model), found = Values(loaded);
        Assert.HasCount(expected.Length, found);
        for (int i = 0; i < expected.Length; i++)
            Assert.IsTrue(expected[i].Equals(found[i]) || Math.Abs(expected[i] - found[i]) < 1e-3, $"{i}: {expected[i]} and {found[i]}");
        (loaded as IDisposable)?.Dispose();

        float[] Values(ITransformer of) => [.. of.Transform(data).GetColumn<float[]>(column).Take(5).SelectMany(row => row)];
    }

    /// <summary>
    /// Takes another way on every fifth call: after it was tried and looked into, twice each, so that a layer seen then is not read again.
    /// </summary>
    private sealed class Fickle : nn.Module<Tensor, Tensor>
    {
        private readonly Linear _first, _second, _short;
        private int _calls;

        public Fickle(long inputs, long outputs)
            : base(nameof(Fickle))
        {
            (_first, _second, _short) = (nn.Linear(inputs, 6), nn.Linear(6, outputs), nn.Linear(inputs, outputs));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) =>
            _calls++ % 5 == 4 ? _short.call(input) : _second.call(_first.call(input).relu());
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }

    private sealed class Text
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public string Label { get; set; } = "only";

        public string Words { get; set; } = "";
    }
}
