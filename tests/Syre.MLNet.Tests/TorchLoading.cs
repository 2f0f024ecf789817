using Syre.Torch;

namespace Syre.MLNet.Tests;

/// <summary>Tests may touch TorchSharp before anything of ours.</summary>
[TestClass]
public static class TorchLoading
{
    [AssemblyInitialize]
    public static void Load(TestContext _) => TorchNative.EnsureLoaded();
}
