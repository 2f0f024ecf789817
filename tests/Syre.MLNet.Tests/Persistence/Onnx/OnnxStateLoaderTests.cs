using Syre.MLNet.Export;
using Syre.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Syre.MLNet.Tests.Persistence;

[TestClass]
public sealed class OnnxStateLoaderTests
{
    [TestMethod]
    public void TheStateComesBackBitForBit()
    {
        using var saved = Network().Scrambled();
        using var fresh = Network();

        OnnxStateLoader.Load(Export(saved), fresh);

        foreach ((string name, Tensor tensor) in saved.state_dict())
            Assert.IsTrue(tensor.equal(fresh.state_dict()[name]).all().item<bool>(), name);
    }

    [TestMethod]
    public void ALoadedNetworkCanBeTrainedOn()
    {
        using var scope = NewDisposeScope();
        using var saved = Network();
        using var fresh = Network();
        OnnxStateLoader.Load(Export(saved), fresh);

        fresh.forward(randn(6, 4)).sum().backward();

        Assert.IsTrue(fresh.parameters().All(parameter => parameter.requires_grad && parameter.grad is not null));
    }

    [TestMethod]
    public void WritingAndLoadingLeaveNoTensorBehind()
    {
        using var saved = Network();
        using var fresh = Network();
        OnnxModel warm = Export(saved);
        OnnxStateLoader.Load(warm, fresh);
        long before = Tensor.TotalCount;

        OnnxStateLoader.Load(Export(saved), fresh);

        Assert.AreEqual(before, Tensor.TotalCount);
    }

    [TestMethod]
    public void SharedStateComesBackForAllItsPlaces()
    {
        using var saved = SharedNetwork().Scrambled();
        using var fresh = SharedNetwork();
        OnnxModel model = Export(saved);

        OnnxStateLoader.Load(model, fresh);

        Assert.IsTrue(((Linear)fresh[2]).weight!.equal(((Linear)saved[0]).weight!).all().item<bool>());
    }

    [TestMethod]
    public void EveryDifferenceIsListedAndNothingChanges()
    {
        using var saved = Sequential(("a", Linear(4, 4)), ("b", Linear(4, 3)), ("c", BatchNorm1d(3)));
        using var other = Sequential(("a", Linear(4, 4)), ("b", Linear(4, 2)), ("d", LayerNorm(3))).Scrambled();
        float[] before = other.state_dict()["a.weight"].data<float>().ToArray();

        string message = Assert.ThrowsExactly<ArgumentException>(() => OnnxStateLoader.Load(Export(saved), other)).Message;

        StringAssert.Contains(message, "d.weight (none) and [3]");
        StringAssert.Contains(message, "c.running_mean [3] and (none)");
        StringAssert.Contains(message, "b.weight [3, 4] and [2, 4]");
        CollectionAssert.AreEqual(before, other.state_dict()["a.weight"].data<float>().ToArray());
    }

    private static Sequential Network() => Sequential(
        ("a", Linear(4, 5)), ("b", BatchNorm1d(5)), ("c", new Residual(Linear(5, 5), 5)), ("d", PReLU(5)), ("e", Linear(5, 2)));

    private static Sequential SharedNetwork()
    {
        var shared = Linear(4, 4);
        return Sequential(shared, ReLU(), shared);
    }

    private static OnnxModel Export(Module<Tensor, Tensor> network) => Parity.Export(network, symbolic: true, [4], [2]);
}
