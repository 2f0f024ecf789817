using Microsoft.ML;
using Syre.MLNet.Tests.Tabular;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.WarmStart;

/// <summary>A training that goes on from another is pulled towards the θ0 of the first.</summary>
[TestClass]
public sealed class StaticBiasKeptTests
{
    private static readonly SyreNetworkOptions s_options = Small.Options with { Seed = 1, Epochs = 3 };

    /// <summary>
    /// Two steps of a pull of strength 1 take weights to θ0 to the bit: all but rounding in the first, the rest in the second.
    /// </summary>
    private static readonly SyreNetworkOptions s_pulled = s_options with
    {
        Epochs = 4,
        LearningRate = 1e-30,
        LearningRateSchedule = LearningRateSchedule.Constant,
        Syre = new SyreOptions { WeightDecay = 1e30 },
        ValidationFraction = 0,
    };

    [TestMethod]
    [DataRow(false, false, null)]
    [DataRow(false, true, 7L)]
    [DataRow(true, false, null)]
    [DataRow(true, true, 7L)]
    public void Theta0_is_that_of_the_first_training_to_the_bit(bool own, bool fromFile, long? staticBiasSeed)
    {
        using var file = new TemporaryModel();
        SyreNetworkOptions first = Of(s_options, own), pulled = Of(s_pulled, own);
        SyreOptions syre = first.Syre with { Seed = staticBiasSeed };
        float[] expected = Weights(pulled with { Syre = pulled.Syre with { Seed = staticBiasSeed } });
        using SyreNetworkTransformer one = Small.FitBinary(first with { Syre = syre });
        CollectionAssert.AreNotEqual(expected, Weights(pulled with { Seed = 2 }), "another seed has another θ0");
        CollectionAssert.AreEqual(expected, Weights(pulled with { Seed = 2, InitialModel = From(one) }));
        using SyreNetworkTransformer two = Small.FitBinary(first with { Seed = 3, InitialModel = From(one) });
        CollectionAssert.AreEqual(expected, Weights(pulled with { Seed = 4, InitialModel = From(two) }), "after two trainings");

        InitialModel From(SyreNetworkTransformer model) =>
            fromFile ? file.Save(model, TestData.Binary(new MLContext(1)).Schema) : InitialModel.From(model);
    }

    [TestMethod]
    public void Another_seed_of_theta0_is_warned_of_and_another_sigma0_makes_it_larger()
    {
        using SyreNetworkTransformer one = Small.FitBinary(s_options);
        float[] theta0 = Weights(s_pulled);
        var ml = new MLContext(1);
        List<string> log = [];
        ml.Log += (_, e) => log.Add(e.RawMessage);
        SyreNetworkOptions other = s_pulled with
        {
            InitialModel = InitialModel.From(one),
            Syre = s_pulled.Syre with { Seed = 5, Sigma0 = 2 * s_pulled.Syre.Sigma0 },
        };
        using SyreNetworkTransformer model = ml.BinaryClassification.Trainers.SyreNetwork(other).Fit(TestData.Binary(ml));
        CollectionAssert.AreEqual(Array.ConvertAll(theta0, element => 2 * element), Weights(model));
        Assert.IsTrue(log.Any(line => line.Contains("Syre.Seed is 5, but θ0 is that of the earlier training")), string.Join('\n', log));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void A_training_without_theta0_in_between_does_not_lose_it(bool own)
    {
        SyreNetworkOptions plain = Of(s_options, own) with { Seed = 3, Syre = new SyreOptions { Mode = DecayMode.Plain } };
        using SyreNetworkTransformer one = Small.FitBinary(Of(s_options, own));
        using SyreNetworkTransformer two = Small.FitBinary(plain with { InitialModel = InitialModel.From(one) });
        CollectionAssert.AreEqual(
            Weights(Of(s_pulled, own)), Weights(Of(s_pulled, own) with { Seed = 4, InitialModel = InitialModel.From(two) }));
    }

    [TestMethod]
    public void The_size_of_theta0_that_the_report_measures_by_is_that_of_the_first_training()
    {
        SyreNetworkOptions first = Of(s_options, own: true), still = first with { Epochs = 1, LearningRate = 1e-12 };
        using SyreNetworkTransformer one = Small.FitBinary(first with { Epochs = 30, LearningRate = 0.05 });
        using SyreNetworkTransformer two = Small.FitBinary(still with { InitialModel = InitialModel.From(one) });
        double? before = Small.FitBinary(still).Model.ScoringNetwork.DescribeHidden()[0].StaticBiasSize;
        Assert.AreEqual(before!.Value, two.Model.ScoringNetwork.DescribeHidden()[0].StaticBiasSize!.Value, 1e-6 * before.Value);
    }

    private static SyreNetworkOptions Of(SyreNetworkOptions options, bool own) => !own ? options : options with
    {
        Network = context => nn.Sequential(nn.Linear(context.InputSize, 8), nn.Tanh(), nn.Linear(8, context.OutputSize)),
    };

    private static float[] Weights(SyreNetworkOptions options)
    {
        using SyreNetworkTransformer model = Small.FitBinary(options);
        return Weights(model);
    }

    private static float[] Weights(SyreNetworkTransformer model) =>
        [.. model.Model.Network.parameters().Where(parameter => parameter.dim() > 1)
            .SelectMany(parameter => parameter.data<float>().ToArray())];
}
