using TorchSharp;

namespace Syre.Torch;

/// <summary>The native libraries under TorchSharp.</summary>
public static class TorchNative
{
    /// <summary>Loads TorchSharp's native libraries, on systems with an old libstdc++ too (Debian 12, Ubuntu 22.04, RHEL 9).</summary>
    /// <remarks>
    /// Not needed by an app whose first contact with TorchSharp goes through this library or Syre.MLNet. An app that uses TorchSharp
    /// itself first calls this once, before anything else of TorchSharp: a failed start of TorchSharp cannot be repeated in a process.
    /// </remarks>
    /// <exception cref="DllNotFoundException">They cannot be loaded; the message names the system's libstdc++ and the remedy.</exception>
    public static void EnsureLoaded()
    {
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception e) when (e is TypeInitializationException or NotSupportedException or DllNotFoundException)
        {
            throw NotLoaded(e);
        }
    }

    /// <summary>What to do, and the cause where it is one sentence. TorchSharp's search, of some 60 lines, goes into
    /// <see cref="Exception.Data"/>.</summary>
    internal static DllNotFoundException NotLoaded(Exception problem)
    {
        Exception cause = problem.GetBaseException();
        return new DllNotFoundException(
            "TorchSharp cannot load its native libraries. Reference one libtorch package of this system (for example " +
            "libtorch-cpu-linux-x64), and if the app uses TorchSharp before Syre, call TorchNative.EnsureLoaded() first." +
            (cause.Message.Contains('\n') ? "" : " " + cause.Message))
        {
            Data = { ["TorchSharp"] = problem.ToString() },
        };
    }
}
