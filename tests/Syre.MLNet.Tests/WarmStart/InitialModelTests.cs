using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Tabular;

namespace Syre.MLNet.Tests.WarmStart;

/// <summary>A warm start as an option: inside a pipeline, from a fitted model or from a file.</summary>
[TestClass]
public sealed class InitialModelTests
{
    private static readonly SyreNetworkOptions s_options = Small.Options with { Seed = 1 };

    [TestMethod]
    public void In_a_pipeline_it_is_the_fit_that_is_given_a_model_whether_from_memory_or_from_a_file()
    {
        var ml = new MLContext(1);
        IDataView data = TestData.Binary(ml);
        EstimatorChain<SyreNetworkTransformer> first = Pipeline(ml, s_options);
        TransformerChain<SyreNetworkTransformer> earlier = first.Fit(data);
        SyreNetworkOptions second = s_options with { Seed = 2 };
        using SyreNetworkTransformer direct = ml.BinaryClassification.Trainers.SyreNetwork(second with { FeatureColumnName = "Inputs" })
            .Fit(earlier.First().Transform(data), null, earlier.LastTransformer.Model);
        float[] expected = Small.Scores(direct, earlier.First().Transform(data));
        CollectionAssert.AreNotEqual(Small.Scores(earlier, data), expected);

        using var file = new TemporaryModel();
        foreach (InitialModel initial in new[]
        {
            InitialModel.From(earlier), InitialModel.From(earlier.LastTransformer), file.Save(earlier, data.Schema),
        })
        {
            TransformerChain<SyreNetworkTransformer> model = Pipeline(ml, second with { InitialModel = initial }).Fit(data);
            CollectionAssert.AreEqual(expected, Small.Scores(model, data));
            Assert.IsNull(model.LastTransformer.Model.Options.InitialModel, "a model that holds the one before holds all before that");
            model.LastTransformer.Dispose();
        }
        earlier.LastTransformer.Dispose();
    }

    [TestMethod]
    public void What_differs_in_shape_is_named()
    {
        using SyreNetworkTransformer earlier = Small.FitBinary(s_options);
        foreach ((SyreNetworkOptions options, string expected) in new[]
                 {
                     (s_options with { Activation = Activation.Tanh }, "Activation (Selu and Tanh)"),
                     (s_options with { HiddenLayers = [16] }, "HiddenLayers ([16, 16] and [16])"),
                     (s_options with { ParametricActivation = false }, "ParametricActivation (True and False)"),
                     (s_options with { ScaleFeatures = false }, "ScaleFeatures (True and False)"),
                     (s_options with { Network = context => TorchSharp.torch.nn.Linear(context.InputSize, 1) }, "Network"),
                 })
        {
            var e = Assert.ThrowsExactly<ArgumentException>(
                () => Small.FitBinary(options with { InitialModel = InitialModel.From(earlier) }));
            StringAssert.Contains(e.Message, expected);
        }
        Small.FitBinary(s_options with { Activation = Activation.Selu, InitialModel = InitialModel.From(earlier) }).Dispose();
    }

    [TestMethod]
    public void A_model_that_holds_no_such_network_or_several_is_refused_with_a_remedy()
    {
        var ml = new MLContext(1);
        IDataView data = TestData.Binary(ml);
        using SyreNetworkTransformer one = Small.FitBinary(s_options);
        using var file = new TemporaryModel();
        file.Save(one, data.Schema);
        using SyreTextClassificationTransformer text = ml.BinaryClassification.Trainers
            .SyreTextClassification(new SyreTextClassificationOptions { Epochs = 1 }).Fit(TextData.Binary(ml));
        foreach ((ITransformer model, string expected) in new (ITransformer, string)[]
                 {
                     (ml.Model.LoadSurely(file.Path, out _), "InitialModel.FromFile"),
                     (new TransformerChain<ITransformer>(one, one), "holds 2 networks"),
                     (text, "is a SyreTextClassificationModel, expected is a SyreNetworkModel"),
                 })
        {
            var e = Assert.ThrowsExactly<ArgumentException>(
                () => Small.FitBinary(s_options with { InitialModel = InitialModel.From(model) }));
            StringAssert.Contains(e.Message, expected);
        }
        file.Save(text, TextData.Binary(ml).Schema);
        StringAssert.Contains(
            Assert.ThrowsExactly<NotSupportedException>(
                () => Small.FitBinary(s_options with { InitialModel = InitialModel.FromFile(file.Path) })).Message,
            "use InitialModel.FromFile(path) with the trainer SyreTextClassification");
        var gone = Small.FitBinary(s_options);
        gone.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => Small.FitBinary(s_options with { InitialModel = InitialModel.From(gone) }));
    }

    private static EstimatorChain<SyreNetworkTransformer> Pipeline(MLContext ml, SyreNetworkOptions options) =>
        ml.Transforms.CopyColumns("Inputs", "Features")
            .Append(ml.BinaryClassification.Trainers.SyreNetwork(options with { FeatureColumnName = "Inputs" }));
}
