using Microsoft.ML.Runtime;
using Syre.MLNet.Runtime;
using TorchSharp;

namespace Syre.MLNet.Training;

/// <summary>The device that an option names.</summary>
internal static class TrainingDevice
{
    /// <summary>The device, which is sure to exist; the log says which and why.</summary>
    /// <exception cref="InvalidOperationException">A CUDA device was asked for that is not there.</exception>
    public static torch.Device Resolve(string name, IChannel channel)
    {
        (int? cuda, string reason) = Choose(name, name == "cpu" ? default : CudaPresence.Find());
        torch.Device device = cuda is { } index ? torch.device(DeviceType.CUDA, index) : torch.CPU;
        channel.Info(MessageSensitivity.None, $"Training on {device}: {reason}.");
        return device;
    }

    /// <summary>Number of the CUDA device, or null for the CPU, and why.</summary>
    /// <exception cref="InvalidOperationException">A CUDA device was asked for that is not there.</exception>
    public static (int? Cuda, string Reason) Choose(string name, CudaPresence present)
    {
        string asked = $"{nameof(SyreTrainerOptions.Device)} is {name}";
        if (name == "cpu")
            return (null, asked);
        int index = name.Contains(':') ? int.Parse(name[(name.IndexOf(':') + 1)..]) : 0;
        string? obstacle = present.Obstacle(index);
        if (name == "auto")
        {
            return obstacle is null
                ? (0, $"{asked}, and this process sees {present.Devices} CUDA device(s)")
                : (null, $"{asked}, and {obstacle}");
        }

        if (obstacle is null)
            return (index, asked);
        string remedy = present.Devices > 0 ? "Use one of these" : present.Remedy;
        throw new InvalidOperationException(
            $"{asked}, but {obstacle}. {remedy}, or use {nameof(SyreTrainerOptions.Device)} = \"auto\" or \"cpu\".");
    }
}
