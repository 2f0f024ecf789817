using System.Diagnostics;

namespace Syre.MLNet.Tests.Packaging;

/// <summary>The dotnet command, as a user types it.</summary>
internal static class Dotnet
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    /// <summary>Runs it to its end, which must be a success, and returns what it printed.</summary>
    public static string Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A build server would outlive the command and hold its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_NOLOGO"] = "1";
        // Half a gigabyte of libtorch is linked, not copied, and no list of known weaknesses is fetched.
        start.Environment["CreateHardLinksForCopyLocalIfPossible"] = "true";
        start.Environment["NuGetAudit"] = "false";
        // The new project's nuget.config says where packages go.
        start.Environment.Remove("NUGET_PACKAGES");
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        bool ended = process.WaitForExit(s_limit);
        if (!ended)
            process.Kill(entireProcessTree: true);
        string command = $"dotnet {string.Join(' ', arguments)}";
        Assert.IsTrue(ended, $"{command} did not end within {s_limit.TotalMinutes} minutes.");
        Assert.AreEqual(0, process.ExitCode, $"{command}\n{output.Result}\n{errors.Result}");
        return output.Result;
    }
}
