using Syre.MLNet.Tabular;
using Syre.MLNet.Training;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Tabular.Network;

/// <summary>
/// The network is made where it is to be: TorchSharp replaces and disposes the parameters of a module that is moved. The meta device stands in for a GPU: it
/// computes shapes only, and refuses to mix with the CPU as a GPU does.
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
    public void A_users_network_is_moved_to_the_device_and_trained_by_the_parameters_it_has_there()
    {
        using var network = new OwnNetwork(nn.Linear(3, 2), features: 3, scaled: true, META);
        foreach (var (_, parameter) in network.ParameterGroups().SelectMany(group => group.Parameters))
            Assert.AreEqual(TorchSharp.DeviceType.META, parameter.device.type);
        using Tensor rows = zeros([5, 3], device: META);
        using Tensor outputs = network.forward(rows);
        CollectionAssert.AreEqual(new long[] { 5, 2 }, outputs.shape);
    }
}
