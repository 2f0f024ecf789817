using Syre.MLNet.Networks;
using Syre.MLNet.Runtime;
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
        int[]? slots = sparse ? [1, 3, 4] : null;
        var architecture = new NetworkArchitecture(3, 2, [4, 4], Activation.Selu, Parametric: true, Scaled: true, Entries: 3, sparse);
        using var network = new TabularNetwork(architecture, slots, new MaskGenerator(1), META);
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
        var dense = new NetworkArchitecture(1000, 2, [4], Activation.Relu, Parametric: false, Scaled: true, Entries: 1000, Sparse: false);
        using var ofAll = new TabularNetwork(dense, null, new MaskGenerator(1), META);
        using var ofEntries = new TabularNetwork(dense with { Entries = 10, Sparse = true }, new int[1000], new MaskGenerator(1), META);
        Assert.AreEqual(3 * (1000 * 4 + 4 * 2), ofAll.MultiplicationsPerRow);
        Assert.AreEqual(3 * (10 * 4 + 4 * 2), ofEntries.MultiplicationsPerRow);
    }

    [TestMethod]
    public void A_users_network_is_moved_to_the_device_and_trained_by_the_parameters_it_has_there()
    {
        using var network = new OwnNetwork(nn.Linear(3, 2), features: 3, outputs: 2, scaled: true, META);
        foreach (var (_, parameter) in network.ParameterGroups().SelectMany(group => group.Parameters))
            Assert.AreEqual(TorchSharp.DeviceType.META, parameter.device.type);
        using Tensor rows = zeros([5, 3], device: META);
        using Tensor outputs = network.forward(rows);
        CollectionAssert.AreEqual(new long[] { 5, 2 }, outputs.shape);
    }
}
