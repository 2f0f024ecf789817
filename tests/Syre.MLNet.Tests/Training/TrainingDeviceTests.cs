using Microsoft.ML;
using Syre.MLNet.Runtime;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.Text;
using Syre.MLNet.Training;

namespace Syre.MLNet.Tests.Training;

/// <summary>Where a training runs, what the log says of it, and what to do about a device that is not there.</summary>
[TestClass]
public sealed class TrainingDeviceTests
{
    [TestMethod]
    [DataRow("cpu", false, 0, null, "Device is cpu")]
    [DataRow("cpu", true, 2, null, "Device is cpu")]
    [DataRow("auto", false, 0, null, "Device is auto, and libtorch was built without CUDA")]
    [DataRow("auto", true, 0, null, "Device is auto, and libtorch was built with CUDA but sees no device")]
    [DataRow("auto", true, 2, 0, "Device is auto, and this process sees 2 CUDA device(s)")]
    [DataRow("cuda", true, 2, 0, "Device is cuda")]
    [DataRow("cuda:1", true, 2, 1, "Device is cuda:1")]
    public void The_device_and_the_reason_follow_from_the_option_and_the_machine(
        string name, bool built, int devices, int? cuda, string reason) =>
        Assert.AreEqual((cuda, reason), TrainingDevice.Choose(name, new CudaPresence(built, devices)));

    [TestMethod]
    [DataRow("cuda", false, 0, "Device is cuda, but libtorch was built without CUDA. Reference the package TorchSharp-cuda-")]
    [DataRow("cuda:1", true, 0, "Device is cuda:1, but libtorch was built with CUDA but sees no device. Install NVIDIA's driver")]
    [DataRow("cuda:2", true, 2, "Device is cuda:2, but this process sees 2 CUDA device(s), numbered from 0. Use one of these, or")]
    public void A_device_that_is_not_there_is_refused_with_what_to_do(string name, bool built, int devices, string message)
    {
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => TrainingDevice.Choose(name, new CudaPresence(built, devices)));
        StringAssert.StartsWith(e.Message, message);
        StringAssert.EndsWith(e.Message, "or use Device = \"auto\" or \"cpu\".");
    }

    [TestMethod]
    [DataRow("auto", false)]
    [DataRow("cpu", false)]
    [DataRow("auto", true)]
    [DataRow("cpu", true)]
    public void The_log_says_what_was_chosen_and_why(string name, bool text)
    {
        var ml = new MLContext(seed: 1);
        List<string> log = [];
        ml.Log += (_, e) => log.Add(e.RawMessage);
        string used = text ? UsedByText(ml, name) : UsedByTable(ml, name);
        string expected = name == "cpu" ? "cpu: Device is cpu." : $"{used}: {TrainingDevice.Choose(name, CudaPresence.Find()).Reason}.";
        CollectionAssert.Contains(log, $"Training on {expected}", string.Join('\n', log));
    }

    [TestMethod]
    public void Without_CUDA_the_exception_names_the_package_to_reference()
    {
        if (CudaPresence.Find() is { IsBuilt: true })
            Assert.Inconclusive("This libtorch was built with CUDA.");
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => UsedByTable(new MLContext(seed: 1), "cuda"));
        StringAssert.Contains(e.Message, OperatingSystem.IsMacOS() ? "Linux and Windows only" : "TorchSharp-cuda-");
        if (!OperatingSystem.IsMacOS())
            StringAssert.Contains(e.Message, Readme.Packages.Single(added => added.Package.Contains("cuda")).Version);
    }

    private static string UsedByTable(MLContext ml, string name)
    {
        using SyreNetworkTransformer model = ml.BinaryClassification.Trainers
            .SyreNetwork(Small.Options with { Device = name, Epochs = 1 }).Fit(TestData.Binary(ml, rows: 40));
        return model.Summary.Device;
    }

    private static string UsedByText(MLContext ml, string name)
    {
        using SyreTextClassificationTransformer model = ml.BinaryClassification.Trainers
            .SyreTextClassification(SmallText.Options with { Device = name, Epochs = 1 }).Fit(TextData.Binary(ml, rows: 40));
        return model.Summary.Device;
    }
}
