using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Tests.Optimizers;

/// <summary>θ0 of a training that goes on from earlier weights is that of the first one.</summary>
[TestClass]
public sealed class StaticBiasOriginTests
{
    private static readonly SyreOptions s_options = new() { WeightDecay = 1, Sigma0 = 0.3, Seed = 5 };

    [NoTensorLeaks]
    [DataRow(DecayMode.Syre)]
    [DataRow(DecayMode.SyreAdvanced)]
    public void Trained_weights_keep_theta0_where_their_first_deviation_is_given(DecayMode mode)
    {
        SyreOptions options = s_options with { Mode = mode };
        using var scope = NewDisposeScope();
        Parameter fresh = new(randn(4, 3)), trained = new(randn(4, 3) * 7);
        (float[] theta0, double deviation) = Theta0(fresh, options);
        CollectionAssert.AreNotEqual(theta0, Theta0(trained, options).Values);
        (float[] kept, double again) = Theta0(trained, From(new StaticBiasOrigin { InitialDeviation = deviation }, options));
        CollectionAssert.AreEqual(theta0, kept);
        Assert.AreEqual(deviation, again);
    }

    [NoTensorLeaks]
    [DataRow(StaticBiasStorage.Stored)]
    [DataRow(StaticBiasStorage.Regenerated)]
    public void Rows_and_columns_that_move_take_their_theta0_with_them(StaticBiasStorage storage)
    {
        SyreOptions options = s_options with { StaticBiasStorage = storage };
        using var scope = NewDisposeScope();
        (float[] first, double deviation) = Theta0(new Parameter(randn(2, 3)), options);
        var origin = new StaticBiasOrigin { InitialDeviation = deviation, Rows = [2, 0, 1], Columns = [3, 1, 0, 2], Width = 3 };
        float[] grown = Theta0(new Parameter(randn(3, 4)), From(origin, options)).Values;
        for (int column = 1; column < 4; column++)
        {
            for (int row = 1; row < 3; row++)
                Assert.AreEqual(first[(row - 1) * 3 + (int)origin.Columns[column]], grown[row * 4 + column]);
        }
        Assert.HasCount(12, grown.Distinct().ToArray(), "new rows and columns have random numbers of their own");
        origin = origin with { Rows = [0, 1, 2], Columns = [0, 1, 2, 3] };
        float[] again = Theta0(new Parameter(randn(3, 4)), From(origin, options)).Values;
        CollectionAssert.AreEqual(grown[4..8].Order().ToArray(), again[..4].Order().ToArray(), "a later column keeps its numbers too");
    }

    [NoTensorLeaks]
    public void An_origin_of_another_shape_is_refused_with_all_that_is_wrong()
    {
        using var scope = NewDisposeScope();
        var origin = new StaticBiasOrigin { InitialDeviation = -1, Rows = [0], Columns = [0, -1, 2], Width = 0 };
        var e = Assert.ThrowsExactly<ArgumentException>(() => Theta0(new Parameter(randn(2, 3)), From(origin, s_options)));
        StringAssert.Contains(e.Message, "InitialDeviation of the origin of parameter 'w' is -1");
        StringAssert.Contains(e.Message, "Rows of the origin of parameter 'w' are 1 numbers; it has 2");
        StringAssert.Contains(e.Message, "Columns of the origin of parameter 'w' have a number below 0");
        StringAssert.Contains(e.Message, "Width of the origin of parameter 'w' is 0");
    }

    private static SyreOptions From(StaticBiasOrigin origin, SyreOptions options) =>
        options with { Origins = new Dictionary<string, StaticBiasOrigin> { ["w"] = origin } };

    /// <summary>A pull of strength 1 takes weights of zero to θ0, times 1 + ξ.</summary>
    private static (float[] Values, double Deviation) Theta0(Parameter parameter, SyreOptions options)
    {
        using var optimizer = new SyreAdamW([("w", parameter)], lr: 1, options: options);
        using (no_grad())
            parameter.zero_();
        parameter.grad = zeros_like(parameter);
        optimizer.step();
        return (parameter.data<float>().ToArray(), optimizer.InitialDeviations["w"]);
    }
}
