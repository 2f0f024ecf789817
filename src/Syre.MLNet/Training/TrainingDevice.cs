using System.Text.RegularExpressions;
using TorchSharp;

namespace Syre.MLNet.Training;

/// <summary>The device that an option names.</summary>
internal static partial class TrainingDevice
{
    /// <summary>Whether <paramref name="name"/> is one of <c>auto</c>, <c>cpu</c>, <c>cuda</c>, <c>cuda:N</c>.</summary>
    public static bool IsValidName(string? name) => name is not null && Names().IsMatch(name);

    /// <summary>The device, which is sure to exist.</summary>
    /// <exception cref="InvalidOperationException">A CUDA device was asked for that is not there.</exception>
    public static torch.Device Resolve(string name)
    {
        if (name == "cpu" || (name == "auto" && !torch.cuda.is_available()))
            return torch.CPU;
        int index = name.Contains(':') ? int.Parse(name[(name.IndexOf(':') + 1)..]) : 0;
        int count = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        return index < count
            ? torch.device(DeviceType.CUDA, index)
            : throw new InvalidOperationException(
                $"The device '{name}' was asked for, and this process sees {count} CUDA device(s). Use Device = \"auto\" or \"cpu\", or reference a " +
                "CUDA build of libtorch (in this repository: -p:TorchBackend=cuda-linux or cuda-windows).");
    }

    [GeneratedRegex(@"^(auto|cpu|cuda(:\d{1,3})?)$")]
    private static partial Regex Names();
}
