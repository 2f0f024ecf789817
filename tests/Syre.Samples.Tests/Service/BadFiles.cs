using System.Diagnostics;

namespace Syre.Samples.Tests.Service;

/// <summary>What may lie in a model folder besides models.</summary>
internal static class BadFiles
{
    /// <summary>Puts one of each kind that this system can have into a folder.</summary>
    /// <returns>The names they are refused under.</returns>
    public static string[] Put(string folder)
    {
        string Of(string name) => Path.Combine(folder, name + ".zip");
        var names = new List<string> { "garbage", "empty", "folder", ".zip", new string('x', 120), "cut", "many zeros" };
        File.WriteAllText(Of("garbage"), "no zip at all");
        File.WriteAllBytes(Of("empty"), []);
        Directory.CreateDirectory(Of("folder"));
        File.WriteAllBytes(Of(""), TrainedModels.Binary);
        File.WriteAllBytes(Of(new string('x', 120)), TrainedModels.Binary);
        File.WriteAllBytes(Of("cut"), TrainedModels.Fruit[..^500]);
        // Takes no room on disk, and more memory than there may be.
        using (FileStream sparse = File.Create(Of("many zeros")))
            sparse.SetLength(1L << 40);
        if (OperatingSystem.IsWindows())
            return [.. names];

        File.CreateSymbolicLink(Of("dangling"), Path.Combine(folder, "nowhere"));
        File.CreateSymbolicLink(Of("loop"), Of("loop"));
        using (Process pipe = Process.Start("mkfifo", [Of("pipe")]))
            pipe.WaitForExit();
        File.CreateSymbolicLink(Of("link to pipe"), Of("pipe"));
        File.CreateSymbolicLink(Of("device"), "/dev/zero");
        names.AddRange(["dangling", "loop", "pipe", "link to pipe", "device"]);
        File.WriteAllBytes(Of("unreadable"), TrainedModels.Binary);
        File.SetUnixFileMode(Of("unreadable"), UnixFileMode.None);
        // Root reads it all the same.
        if (!Environment.IsPrivilegedProcess)
            names.Add("unreadable");
        return [.. names];
    }
}
