using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Syre.Torch;

namespace Syre.MLNet.Runtime;

/// <summary>Loads the native libraries ahead of their first use.</summary>
internal static class NativeLoading
{
    private static readonly Lazy<Task> s_loading = new(Start);

    /// <summary>Puts Syre.Torch's resolver of native libraries in place as soon as an app touches this library.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255",
        Justification = "An app may use TorchSharp itself between its first use of this library and the first training.")]
    internal static void Prepare() => RuntimeHelpers.RunModuleConstructor(typeof(TorchNative).Module.ModuleHandle);

    /// <summary>
    /// Loads libtorch, which takes a third of a second, while the caller does something else. What goes wrong is the affair of who needs it
    /// and asks for it by <see cref="TorchNative.EnsureLoaded"/>, which waits.
    /// </summary>
    public static void Begin() => _ = s_loading.Value;

    private static Task Start()
    {
        Task loading = Task.Run(() =>
        {
            try
            {
                TorchNative.EnsureLoaded();
            }
            catch (DllNotFoundException)
            {
            }
        });
        // The end of a process takes libraries apart, whether or not one of them is still about to start.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Task.WhenAny(loading).Wait();
        return loading;
    }
}
