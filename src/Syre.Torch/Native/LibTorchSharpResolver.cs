using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Syre.Torch.Native;

/// <summary>
/// Loads <c>LibTorchSharp</c> on Linux systems whose libstdc++ is too old for it (Debian 12, Ubuntu 22.04, RHEL 9), from a corrected copy
/// in memory. It is asked only after the normal load has failed, so systems that are new enough never come here.
/// </summary>
internal static partial class LibTorchSharpResolver
{
    private const string LibraryName = "LibTorchSharp";
    private const string FileName = "libLibTorchSharp.so";

    /// <summary>Runs when this assembly is loaded, which an app does by its first use of any type of ours.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255",
        Justification = "TorchSharp must find the resolver in place at its first native call, and that cannot be repeated.")]
    internal static void Subscribe()
    {
        if (OperatingSystem.IsLinux())
            AssemblyLoadContext.Default.ResolvingUnmanagedDll += Resolve;
    }

    private static nint Resolve(Assembly assembly, string name) =>
        name is LibraryName or FileName && Find(FileName) is { } path ? Load(path) : 0;

    /// <summary>Loads a corrected copy of the library at <paramref name="path"/>.</summary>
    /// <exception cref="DllNotFoundException">libtorch is missing, or the file is not the one whose correction is known.</exception>
    internal static nint Load(string path)
    {
        string torch = Path.Combine(Path.GetDirectoryName(path)!, "libtorch.so");
        if (!NativeLibrary.TryLoad(torch, out _))
        {
            throw new DllNotFoundException(
                $"Cannot load '{torch}'. Reference the libtorch package of this system, for example libtorch-cpu-linux-x64.");
        }
        byte[] library = File.ReadAllBytes(path);
        try
        {
            GlibcxxRequirement.Remove(library);
        }
        catch (BadImageFormatException e)
        {
            throw new DllNotFoundException(
                $"'{path}' does not load on this system ({SystemLibrary()}), and it is not the file whose correction is known: " +
                $"{e.Message} Use a system with libstdc++ 6.0.32 or newer (GCC 13; Ubuntu 24.04, Debian 13), or TorchSharp 0.107.0.", e);
        }
        return LoadFromMemory(library);
    }

    /// <summary>The system's libstdc++ with its version, as the process has it loaded.</summary>
    internal static string SystemLibrary()
    {
        string? path = File.ReadLines("/proc/self/maps")
            .Select(line => line.IndexOf('/') is var at and >= 0 ? line[at..] : "")
            .FirstOrDefault(file => file.Contains("libstdc++.so", StringComparison.Ordinal));
        return path is null ? "libstdc++ not loaded" : Path.GetFileName(File.ResolveLinkTarget(path, true)?.FullName ?? path);
    }

    /// <summary>The full path of a native file of this app, or null.</summary>
    internal static string? Find(string file)
    {
        string rid = "linux-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return searched.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", rid, "native"))
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
    }

    private static nint LoadFromMemory(byte[] library)
    {
        int descriptor = MemfdCreate(LibraryName, 0);
        if (descriptor < 0)
        {
            throw new DllNotFoundException(
                $"memfd_create failed with error {Marshal.GetLastPInvokeError()}; cannot load {LibraryName} from memory.");
        }

        string path = $"/proc/self/fd/{descriptor}";
        using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.Write(handle, library, 0);
        return NativeLibrary.Load(path);
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MemfdCreate(string name, uint flags);
}
