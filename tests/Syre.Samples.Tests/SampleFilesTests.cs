using System.Diagnostics;

namespace Syre.Samples.Tests;

/// <summary>Samples leave nothing in the repository, wherever they are started, and nothing in the folder for temporary files.</summary>
[TestClass]
public sealed class SampleFilesTests
{
    [TestMethod]
    [DataRow("CreditRisk.Consumer")]
    [DataRow("SupportTickets.Consumer")]
    public void A_sample_leaves_no_file(string name)
    {
        string temporary = Directory.CreateTempSubdirectory("syre-sample-").FullName;
        string before = GitStatus();
        ChildResult result = new ChildApp(name).RunIn(RepositoryFolder.Path, temporary);
        Assert.AreEqual(0, result.ExitCode, result.Output + result.Errors);
        Assert.AreEqual(before, GitStatus(), "what the sample changed in the repository");
        string[] left = ChildApp.LeftIn(temporary);
        Assert.IsEmpty(left, string.Join(", ", left));
        Directory.Delete(temporary, recursive: true);
    }

    private static string GitStatus()
    {
        var start = new ProcessStartInfo("git", ["status", "--porcelain"])
        {
            WorkingDirectory = RepositoryFolder.Path, RedirectStandardOutput = true,
        };
        using Process git = Process.Start(start)!;
        string status = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return status;
    }
}
