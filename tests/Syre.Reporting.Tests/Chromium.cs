using System.Diagnostics;

namespace Syre.Reporting.Tests;

/// <summary>A browser without a window.</summary>
internal static class Chromium
{
    private static readonly string[] s_places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>Opens a page and returns what the browser writes.</summary>
    /// <exception cref="AssertInconclusiveException">There is no browser.</exception>
    public static string Run(string page, params string[] arguments)
    {
        string? browser = Array.Find(s_places, File.Exists);
        if (browser is null)
            Assert.Inconclusive("Chromium is not installed, so no page was opened; on Debian: apt-get install chromium");
        string profile = Directory.CreateTempSubdirectory("syre-browser").FullName;
        var start = new ProcessStartInfo(browser!) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] common = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--virtual-time-budget=2000",
            $"--user-data-dir={profile}"];
        foreach (string argument in common.Concat(arguments).Append(new Uri(page).AbsoluteUri))
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromSeconds(120)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("Chromium did not finish within two minutes.");
        }
        string text = output.GetAwaiter().GetResult();
        Directory.Delete(profile, recursive: true);
        return text;
    }
}
