using Syre.MLNet.Networks;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Tabular.Network;

/// <summary>
/// The network is made where it is to be: TorchSharp replaces and disposes the parameters of a module that is moved. The meta device stands
/// in for a GPU: it computes shapes only, and refuses to mix with the CPU as a GPU does.
/// </summary>
[TestClass]
public sealed class DeviceTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Everything_is_made_on_the_device_and_computes_there(bool sparse)
    {
        TabularSpec spec = TabularSpec.Of(new SyreNetworkOptions { HiddenLayers = [4, 4] }, Activation.Selu, 3, 2) with { Sparse = sparse };
        using ScoringNetwork network = spec.Create(new NetworkMaking(META, Seed: 1, [1, 3, 4]));
        foreach (Tensor tensor in network.parameters().Concat(network.buffers()))
            Assert.AreEqual(TorchSharp.DeviceType.META, tensor.device.type);
        network.eval();
        using Tensor rows = zeros([5, 3], device: META);
        using Tensor outputs = network.forward(rows);
        CollectionAssert.AreEqual(new long[] { 5, 2 }, outputs.shape);
        Assert.AreEqual(TorchSharp.DeviceType.META, outputs.device.type);
    }

    [TestMethod]
    public void The_work_of_a_sparse_first_layer_is_that_of_its_entries()
    {
        TabularSpec dense = TabularSpec.Of(new SyreNetworkOptions { HiddenLayers = [4] }, Activation.Relu, 1000, 2);
        var making = new NetworkMaking(META, Seed: 1, new int[1000]);
        using ScoringNetwork ofAll = dense.Create(making), ofEntries = (dense with { Entries = 10, Sparse = true }).Create(making);
        Assert.AreEqual(3 * (1000 * 4 + 4 * 2), ofAll.MultiplicationsPerRow);
        Assert.AreEqual(3 * (10 * 4 + 4 * 2), ofEntries.MultiplicationsPerRow);
    }

    [TestMethod]
    public void A_users_network_is_moved_to_the_device_and_trained_by_the_parameters_it_has_there()
    {
        using ScoringNetwork network = new OwnSpec(3, 2, Scaled: true).Create(new NetworkMaking(META, Seed: 1, Own: nn.Linear(3, 2)));
        foreach (var (_, parameter) in network.ParameterGroups().SelectMany(group => group.Parameters))
            Assert.AreEqual(TorchSharp.DeviceType.META, parameter.device.type);
        using Tensor rows = zeros([5, 3], device: META);
        using Tensor outputs = network.forward(rows);
        CollectionAssert.AreEqual(new long[] { 5, 2 }, outputs.shape);
    }
}
