using Syre.Onnx;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Syre.MLNet.Tests.Persistence;

[TestClass]
public sealed class OnnxExporterTests
{
    [TestMethod]
    public void EveryEntryOfTheStateIsAnInitializerOfThatName()
    {
        using var network = Sequential(("first", Linear(4, 3)), ("rest", Sequential(BatchNorm1d(3), ReLU(), Linear(3, 2)))).Scrambled();

        OnnxModel model = Export(network, 4, 2);

        CollectionAssert.AreEquivalent(network.state_dict().Keys, model.Initializers.Keys.ToArray());
        CollectionAssert.Contains(model.Initializers.Keys.ToArray(), "rest.0.num_batches_tracked");
        Assert.AreEqual(7, model.Initializers["rest.0.num_batches_tracked"].Int64s.Span[0]);
    }

    [TestMethod]
    public void NoInitializerIsLeftUnread()
    {
        // OnnxRuntime would print a warning at every load.
        using var network = Sequential(BatchNorm1d(3), new Residual(Linear(3, 3), 3));

        OnnxModel model = Export(network, 3, 3);

        CollectionAssert.IsSubsetOf(model.Initializers.Keys.ToArray(), model.Nodes.SelectMany(node => node.Inputs).ToArray());
    }

    [TestMethod]
    public void AUsersModuleIsAskedForItsOwnGraph()
    {
        using var network = Sequential(Linear(4, 4), new Residual(Sequential(("mix", Linear(4, 4)), ("bend", Tanh())), 4), Linear(4, 1)).Scrambled();

        Parity.AssertSame(network, 4);
        CollectionAssert.IsSubsetOf(new[] { "1.gain", "1.inner.mix.weight" }, Export(network, 4, 1).Initializers.Keys.ToArray());
    }

    [TestMethod]
    public void AChildCanBeAppliedTwice()
    {
        using var network = new Twice(Linear(3, 3)).Scrambled();

        Parity.AssertSame(network, 3);
    }

    [TestMethod]
    public void AModuleCanStandInTwoPlaces()
    {
        var shared = Linear(3, 3);
        using var network = Sequential(shared, ReLU(), shared).Scrambled();

        Parity.AssertSame(network, 3);
    }

    [TestMethod]
    public void ParametersThatAreViewsOfOneVectorAreReadFromTheirPlace()
    {
        using var linear = Linear(2, 2);
        using var flat = arange(10, dtype: ScalarType.Float32);
        using (no_grad())
            linear.weight!.set_(flat[TensorIndex.Slice(4, 8)].view(2, 2));

        CollectionAssert.AreEqual(new[] { 4f, 5f, 6f, 7f }, Export(linear, 2, 2).Initializers["weight"].Floats.ToArray());
    }

    [TestMethod]
    public void AModuleThatCannotBeExpressedIsNamedByItsPlaceAndType()
    {
        using var network = Sequential(("input", Linear(4, 4)), ("layers", Sequential(ReLU(), Tanh(), new Secretive())));

        string message = Assert.ThrowsExactly<NotSupportedException>(() => Export(network, 4, 4)).Message;

        StringAssert.Contains(message, "'layers.2'");
        StringAssert.Contains(message, typeof(Secretive).FullName);
        StringAssert.Contains(message, typeof(IOnnxExportable).FullName);
    }

    [TestMethod]
    public void ANetworkThatCannotBeExpressedAtAllIsNamedToo() => Refused(new Secretive(), "(the network)");

    [TestMethod]
    public void AModuleBelowAUsersModuleIsNamedByItsPlace() => Refused(new Residual(Sequential(Tanh(), new Secretive()), 4), "'inner.1'");

    [TestMethod]
    public void BatchNormalizationWithoutStatisticsIsRefused() => Refused(BatchNorm1d(4, track_running_stats: false), "running statistics");

    [TestMethod]
    public void AnAdaptivePoolOfMoreThanOneIsRefused() => Refused(AdaptiveAvgPool1d(2), "output size is 2");

    [TestMethod]
    public void AnAveragePoolOfAnotherDivisorIsRefused() => Refused(AvgPool2d([2, 2], divisor_override: 3), "divides by 3");

    [TestMethod]
    public void CircularPaddingIsRefused() => Refused(Conv1d(4, 4, 3, padding: 1, padding_mode: PaddingModes.Circular), "Circular");

    [TestMethod]
    public void AHardtanhThatDoesNothingIsRefused() => Refused(Hardtanh(), "inplace");

    [TestMethod]
    public void ParametersOfAnotherPrecisionAreRefusedByName()
    {
        using var network = Sequential(Linear(4, 4)).to(ScalarType.Float64);

        string message = Assert.ThrowsExactly<NotSupportedException>(() => Export(network, 4, 4)).Message;

        StringAssert.Contains(message, "'0.weight' is of type Float64");
    }

    [TestMethod]
    public void OneNameForTwoTensorsIsRefused()
    {
        using var network = new Stating(("a", zeros(2)), ("a", ones(2)));

        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Export(network, 4, 4)).Message, "'a'");
    }

    private static void Refused(Module<Tensor, Tensor> module, string because)
    {
        using (module)
            StringAssert.Contains(Assert.ThrowsExactly<NotSupportedException>(() => Export(module, 4, 4)).Message, because);
    }

    private static OnnxModel Export(Module<Tensor, Tensor> network, long features, long outputs) =>
        Parity.Export(network, symbolic: true, [features], [outputs]);
}
