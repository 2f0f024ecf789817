using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Diagnostics;
using Syre.MLNet.Tests.Text;

namespace Syre.MLNet.Tests.Tabular;

/// <summary>A model that has been disposed says so, whatever is asked of it and whatever was made of it before.</summary>
[TestClass]
public sealed class DisposedModelTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    private static IEnumerable<object[]> Models => s_models.Keys.Select(name => new object[] { name });

    private static readonly Dictionary<string, Func<(ITransformer Model, IDataView Data)>> s_models = new()
    {
        ["network"] = () =>
            Fit(s_ml.BinaryClassification.Trainers.SyreNetwork(Small.Options with { Epochs = 2 }), TestData.Binary(s_ml, 60)),
        ["text"] = () => Fit(
            s_ml.BinaryClassification.Trainers.SyreTextClassification(SmallText.Options with { Epochs = 1 }), TextData.Binary(s_ml, 40)),
        ["column"] = () =>
            Fit(s_ml.Transforms.CollapseDiagnostics("Collapse", "Features"), ColumnData.View(s_ml, ColumnData.Normal(60, 12))),
    };

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void Saving_transforming_and_reading_say_so(string name)
    {
        (ITransformer model, IDataView data) = s_models[name]();
        IDataView scored = model.Transform(data);
        using DataViewRowCursor begun = scored.GetRowCursor(scored.Schema);
        Assert.IsTrue(begun.MoveNext());
        ((IDisposable)model).Dispose();
        ((IDisposable)model).Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => s_ml.Model.Save(model, data.Schema, Stream.Null), "saving");
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Transform(data), "transforming");
        Assert.ThrowsExactly<ObjectDisposedException>(() => scored.GetRowCursor(scored.Schema), "a view made before");
        Assert.ThrowsExactly<ObjectDisposedException>(() => scored.GetRowCursorSet(scored.Schema, 2), "a view made before, by several");
        Assert.ThrowsExactly<ObjectDisposedException>(() => Small.Column<VBuffer<float>>(scored, "Collapse"), "its rows");
    }

    [TestMethod]
    public void An_engine_of_a_disposed_text_model_says_so()
    {
        (ITransformer model, _) = s_models["text"]();
        using var engine = s_ml.Model.CreatePredictionEngine<TextRow, Prediction>(
            model, new PredictionEngineOptions { OwnsTransformer = false });
        Assert.IsTrue(float.IsFinite(engine.Predict(new TextRow { Text = "good" }).Score));
        ((IDisposable)model).Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => engine.Predict(new TextRow { Text = "good" }));
    }

    [TestMethod]
    public void A_disposed_network_says_so_when_it_is_looked_at_or_trained_on()
    {
        (ITransformer transformer, IDataView data) = s_models["network"]();
        SyreNetworkModel model = ((SyreNetworkTransformer)transformer).Model;
        IDataView scored = transformer.Transform(data);
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Network);
        Assert.ThrowsExactly<ObjectDisposedException>(() => Small.Column<float>(scored, "Score"));
        Assert.ThrowsExactly<ObjectDisposedException>(() =>
            s_ml.BinaryClassification.Trainers.SyreNetwork(Small.Options).Fit(data, null, model));
    }

    private static (ITransformer Model, IDataView Data) Fit<TTransformer>(IEstimator<TTransformer> trainer, IDataView data)
        where TTransformer : class, ITransformer => (trainer.Fit(data), data);

    private sealed class Prediction
    {
        public float Score { get; set; }
    }
}
