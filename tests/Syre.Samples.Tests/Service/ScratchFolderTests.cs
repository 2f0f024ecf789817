using Microsoft.Extensions.DependencyInjection;
using ScoringService.Models;

namespace Syre.Samples.Tests.Service;

/// <summary>The service's temporary files are its own, and none outlives it for long.</summary>
[TestClass]
public sealed class ScratchFolderTests
{
    [TestMethod]
    public async Task Temporary_files_lie_in_a_private_folder_that_goes_with_the_service()
    {
        string parent = Directory.CreateTempSubdirectory("scratch-test-").FullName;
        string left = Directory.CreateDirectory(Path.Combine(parent, "scoring-service-killed")).FullName;
        File.WriteAllText(Path.Combine(left, "lock"), "");
        File.WriteAllText(Path.Combine(left, "graph"), "8 MB");
        string older = Directory.CreateDirectory(Path.Combine(parent, "scoring-service-killed-at-once")).FullName;
        Directory.SetLastWriteTimeUtc(older, DateTime.UtcNow.AddMinutes(-2));
        string young = Directory.CreateDirectory(Path.Combine(parent, "scoring-service-about-to-lock")).FullName;
        string[] others;
        await using (RunningService service = await RunningService.StartAsync($"Scoring:TempFolder={parent}"))
        {
            string own = service.Services.GetRequiredService<ScratchFolder>().Path;
            Assert.IsTrue(Directory.EnumerateFiles(own, "*", SearchOption.AllDirectories).Count() > 1);
            if (!OperatingSystem.IsWindows())
            {
                foreach (string folder in Directory.EnumerateDirectories(own).Append(own))
                {
                    Assert.AreEqual(
                        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder), folder);
                }
            }
            others = [.. Directory.GetDirectories(parent).Except([own])];

            await using RunningService second = await RunningService.StartAsync($"Scoring:TempFolder={parent}");
            Assert.IsTrue(Directory.Exists(own), "the folder of a service that runs");
            await second.PredictAsync("fruit", Fruit.Rows(1).Single().ToJson());
        }
        CollectionAssert.AreEqual(new[] { young }, others);
        CollectionAssert.AreEqual(new[] { young }, Directory.GetFileSystemEntries(parent));
        Directory.Delete(parent, recursive: true);
    }
}
