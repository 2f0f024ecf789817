using System.Runtime.InteropServices;
using TorchSharp;

namespace Syre.MLNet.Runtime;

/// <summary>What this process has of CUDA.</summary>
/// <param name="IsBuilt">Whether its libtorch was built with CUDA.</param>
/// <param name="Devices">Number of devices that it sees.</param>
internal readonly record struct CudaPresence(bool IsBuilt, int Devices)
{
    /// <summary>What is there now. TorchSharp asks for libtorch's CUDA part by the same name.</summary>
    public static CudaPresence Find() => torch.cuda.is_available()
        ? new CudaPresence(true, torch.cuda.device_count())
        : new CudaPresence(NativeLibrary.TryLoad("torch_cuda", typeof(torch).Assembly, null, out _), 0);

    /// <summary>What keeps device number <paramref name="index"/> from being used; null if nothing does.</summary>
    public string? Obstacle(int index) => index < Devices ? null
        : !IsBuilt ? "libtorch was built without CUDA"
        : Devices == 0 ? "libtorch was built with CUDA but sees no device"
        : $"this process sees {Devices} CUDA device(s), numbered from 0";

    /// <summary>What to install or set so that CUDA is there.</summary>
    public string Remedy => IsBuilt
        ? "Install NVIDIA's driver, which nvidia-smi belongs to, and see to it that CUDA_VISIBLE_DEVICES does not hide the device"
        : OperatingSystem.IsWindows() ? ReferenceTo("windows")
        : OperatingSystem.IsLinux() ? ReferenceTo("linux")
        : "CUDA is there on Linux and Windows only";

    private static string ReferenceTo(string system) =>
        $"Reference the package TorchSharp-cuda-{system}, " +
        $"in TorchSharp's version {typeof(torch).Assembly.GetName().Version?.ToString(3)}, " +
        $"in place of libtorch-cpu-… (in this library's repository: -p:TorchBackend=cuda-{system}) and have NVIDIA's driver installed";
}
