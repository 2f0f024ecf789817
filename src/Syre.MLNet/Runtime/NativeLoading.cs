using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Syre.Torch;

namespace Syre.MLNet.Runtime;

/// <summary>Puts Syre.Torch's resolver of native libraries in place as soon as an app touches this library.</summary>
internal static class NativeLoading
{
    /// <summary>Runs when this assembly is loaded.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255",
        Justification = "An app may use TorchSharp itself between its first use of this library and the first training.")]
    internal static void Prepare() => RuntimeHelpers.RunModuleConstructor(typeof(TorchNative).Module.ModuleHandle);
}
