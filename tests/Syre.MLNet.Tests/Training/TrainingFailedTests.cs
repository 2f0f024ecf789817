using Microsoft.ML;
using Syre.MLNet.Tests.Conformance;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.Text;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Training;

/// <summary>What can fail fails before the first epoch; what fails after the last keeps the trained network.</summary>
[TestClass]
public sealed class TrainingFailedTests
{
    [TestMethod]
    public void A_failure_after_the_last_epoch_keeps_the_network_of_a_table_which_trains_on()
    {
        var ml = Failing("Trained ");
        IDataView data = TestData.Binary(ml);
        int epochs = 0;
        SyreNetworkOptions options = Small.Options with { Seed = 1, Progress = _ => epochs++ };
        long before = CancellationChecks.Alive();
        var e = Assert.ThrowsExactly<TrainingFailedException>(() => ml.BinaryClassification.Trainers.SyreNetwork(options).Fit(data));
        Assert.AreEqual(options.Epochs, epochs);
        StringAssert.Contains(e.Message, "the log is full");
        Assert.IsInstanceOfType<IOException>(e.InnerException);

        using (var model = (SyreNetworkModel)e.Model)
        {
            Assert.AreEqual((options.Epochs, StopReason.Completed), (model.Summary.Epochs, model.Summary.StopReason));
            var other = new MLContext(seed: 1);
            using SyreNetworkTransformer undisturbed = other.BinaryClassification.Trainers.SyreNetwork(options).Fit(data);
            using var scope = NewDisposeScope();
            Tensor rows = randn(5, 4), expected = undisturbed.Model.Network.forward(rows), actual = model.Network.forward(rows);
            CollectionAssert.AreEqual(expected.data<float>().ToArray(), actual.data<float>().ToArray());
            using SyreNetworkTransformer onwards = other.BinaryClassification.Trainers.SyreNetwork(options with { Epochs = 1 })
                .Fit(data, null, model);
            Assert.IsTrue(Small.Scores(onwards, data).All(float.IsFinite));
        }
        Assert.AreEqual(before, CancellationChecks.Alive(), "tensors alive");
    }

    [TestMethod]
    public void A_failure_after_the_last_epoch_keeps_the_network_of_texts()
    {
        var ml = Failing("Trained ");
        long before = CancellationChecks.Alive();
        var e = Assert.ThrowsExactly<TrainingFailedException>(
            () => ml.BinaryClassification.Trainers.SyreTextClassification(SmallText.Options).Fit(TextData.Binary(ml)));
        var model = (SyreTextClassificationModel)e.Model;
        Assert.IsTrue(model.Network.parameters().All(parameter => parameter.data<float>().All(float.IsFinite)));
        Assert.AreEqual(SmallText.Options.Epochs, model.Summary.Epochs);
        model.Dispose();
        Assert.AreEqual(before, CancellationChecks.Alive(), "tensors alive");
    }

    [TestMethod]
    public void An_exception_of_the_users_own_callback_comes_through_and_leaves_nothing()
    {
        var ml = new MLContext(seed: 1);
        Action<TrainingProgress> full = progress => throw new IOException($"epoch {progress.Epoch}");
        foreach (Func<ITransformer> fit in new Func<ITransformer>[]
                 {
                     () => ml.BinaryClassification.Trainers.SyreNetwork(Small.Options with { Progress = full }).Fit(TestData.Binary(ml)),
                     () => ml.BinaryClassification.Trainers.SyreTextClassification(SmallText.Options with { Progress = full })
                         .Fit(TextData.Binary(ml)),
                 })
        {
            long before = CancellationChecks.Alive();
            Assert.AreEqual("epoch 1", Assert.ThrowsExactly<IOException>(() => fit()).Message);
            Assert.AreEqual(before, CancellationChecks.Alive(), "tensors alive");
        }
    }

    [TestMethod]
    public void A_network_of_another_shape_is_refused_before_training()
    {
        var ml = new MLContext(seed: 1);
        Own("gives [2, 5]", "it must give [2, 3]", context => nn.Linear(context.InputSize, 5));
        Own("running the network of Network on features [2, 4]", "shapes cannot be multiplied", context =>
            nn.Linear(7, context.OutputSize));

        void Own(string part, string another, Func<NetworkContext, nn.Module<Tensor, Tensor>> network)
        {
            SyreNetworkOptions options = Small.Options with { Network = network, Progress = _ => Assert.Fail("An epoch was trained.") };
            long before = CancellationChecks.Alive();
            var e = Assert.ThrowsExactly<InvalidOperationException>(
                () => ml.MulticlassClassification.Trainers.SyreNetwork(options).Fit(TestData.Multiclass(ml)));
            StringAssert.Contains(e.Message, part);
            StringAssert.Contains(e.Message, another);
            Assert.IsFalse(e.Message.Contains('\n'), e.Message);
            Assert.AreEqual(before, CancellationChecks.Alive(), "tensors alive");
        }
    }

    [TestMethod]
    public void A_network_that_cannot_be_saved_is_warned_of_before_training()
    {
        List<string> log = [];
        var ml = new MLContext(seed: 1);
        ml.Log += (_, e) => log.Add(e.Message);
        using SyreNetworkTransformer model = ml.BinaryClassification.Trainers.SyreNetwork(Small.Options with
        {
            Network = context => nn.Sequential(nn.Linear(context.InputSize, 4), new Doubled(), nn.Linear(4, context.OutputSize)),
        }).Fit(TestData.Binary(ml));
        int warning = log.FindIndex(line => line.Contains("but not save") && line.Contains(nameof(Doubled)));
        int epoch = log.FindIndex(line => line.Contains("Epoch 1/"));
        Assert.IsTrue(warning >= 0 && warning < epoch, string.Join('\n', log));
    }

    /// <summary>A context whose log cannot be written once it says this.</summary>
    private static MLContext Failing(string at)
    {
        var ml = new MLContext(seed: 1);
        ml.Log += (_, e) =>
        {
            if (e.Message.Contains(at))
                throw new IOException("the log is full");
        };
        return ml;
    }

    /// <summary>A module that no converter knows.</summary>
    private sealed class Doubled() : nn.Module<Tensor, Tensor>(nameof(Doubled))
    {
        public override Tensor forward(Tensor input) => input + input;
    }
}
