using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.Text;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet.Tests.Training;

/// <summary>A fit that ends in an exception leaves no tensor, and what it trained is not lost where it can be had.</summary>
[TestClass]
public sealed class UnfinishedFitTests
{
    private static readonly MLContext s_ml = new(1);

    [TestMethod]
    public void A_policy_that_throws_leaves_no_tensor_and_carries_the_trained_table_model()
    {
        IDataView data = TestData.Binary(s_ml);
        CollapseException Throw() => Assert.ThrowsExactly<CollapseException>(() => s_ml.BinaryClassification.Trainers.SyreNetwork(
            Untrained<SyreNetworkOptions>(Small.Options)).Fit(data));
        CollapseException e = CountTensors(Throw);
        AssertScores(e, data);
    }

    [TestMethod]
    public void A_policy_that_throws_leaves_no_tensor_and_carries_the_trained_text_model()
    {
        IDataView data = TextData.Binary(s_ml);
        CollapseException Throw() =>
            Assert.ThrowsExactly<CollapseException>(() => s_ml.BinaryClassification.Trainers.SyreTextClassification(
                Untrained<SyreTextClassificationOptions>(SmallText.Options)).Fit(data));
        CollapseException e = CountTensors(Throw);
        AssertScores(e, data);
    }

    [TestMethod]
    public void A_network_that_cannot_be_saved_gives_an_exception_without_a_model()
    {
        CollapseException Throw() => Assert.ThrowsExactly<CollapseException>(() => s_ml.BinaryClassification.Trainers.SyreNetwork(
            Untrained<SyreNetworkOptions>(Small.Options) with
            {
                Network = context =>
                    torch.nn.Sequential(torch.nn.Linear(context.InputSize, 8), new Unknown(), torch.nn.Linear(8, context.OutputSize)),
            }).Fit(TestData.Binary(s_ml)));
        CollapseException e = CountTensors(Throw);
        Assert.IsTrue(e.ModelFile.IsEmpty);
        Assert.DoesNotContain(nameof(CollapseException.ModelFile), e.Message);
    }

    /// <summary>A network that has not learned, judged by thresholds that no network meets.</summary>
    private static TOptions Untrained<TOptions>(SyreTrainerOptions options)
        where TOptions : SyreTrainerOptions => (TOptions)options with
        {
            Epochs = 1,
            LearningRate = 1e-9,
            Collapse = new()
            {
                Policy = CollapsePolicy.Throw, ActsOn = CollapseVerdict.Reduced,
                Thresholds = new() { LossReduction = 0.98, FittedLossReduction = 0.99 },
            },
        };

    private static CollapseException CountTensors(Func<CollapseException> fit)
    {
        fit();
        long before = Live();
        CollapseException e = fit();
        Assert.AreEqual(before, Live());
        return e;
    }

    private static void AssertScores(CollapseException e, IDataView data)
    {
        ITransformer model = s_ml.Model.LoadSurely(new MemoryStream(e.ModelFile.ToArray()), out _);
        using var owned = (IDisposable)model;
        Assert.IsTrue(model.Transform(data).GetColumn<float>("Score").All(float.IsFinite));
        StringAssert.Contains(e.Message, nameof(CollapseException.ModelFile));
    }

    private static long Live() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    private sealed class Unknown() : torch.nn.Module<torch.Tensor, torch.Tensor>(nameof(Unknown))
    {
        public override torch.Tensor forward(torch.Tensor input) => input.relu();
    }
}
