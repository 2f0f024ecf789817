using System.Diagnostics;
using Microsoft.ML;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Tests.Persistence.Saving;

/// <summary>
/// A process that saves without pause is killed at random moments: the model of before or the new one is there each time, whole.
/// </summary>
[TestClass]
public sealed class KilledSavingTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("syre-killed-");

    [TestCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    [TestMethod]
    public void A_model_survives_processes_that_are_killed_while_they_save_over_it() => KillSavers(rounds: 3);

    [TestMethod]
    [TestCategory("Long"), Long]
    public void A_model_survives_thirty_processes_that_are_killed_while_they_save_over_it() => KillSavers(rounds: 30);

    private void KillSavers(int rounds)
    {
        var mlContext = new MLContext(seed: 1);
        IDataView data = TestData.Regression(mlContext);
        string source = Path.Combine(_folder.FullName, "source.zip"), model = Path.Combine(_folder.FullName, "model.zip");
        SyreModelFile.Save(mlContext, mlContext.Regression.Trainers.Sdca().Fit(data), data.Schema, source);
        File.Copy(source, model);
        var random = new Random(7);
        int unfinished = 0;
        for (int round = 0; round < rounds; round++)
        {
            using Process saver = new ChildApp("EndlessSaver").Start(source, model);
            Assert.AreEqual("saving", saver.StandardOutput.ReadLine());
            Thread.Sleep(random.Next(300));
            saver.Kill();
            saver.WaitForExit();
            ModelInspection found = SyreModelFile.Inspect(model);
            Assert.IsEmpty(found.Problems.ToArray(), found.ToString());
            Assert.IsNotNull(mlContext.Model.LoadSurely(model, out _).Transform(data));
            unfinished += _folder.GetFiles("*.saving").Length > 0 ? 1 : 0;
            Assert.HasCount(2, _folder.GetFiles("*.zip"));
            foreach (FileInfo left in _folder.GetFiles("*.saving"))
                left.Delete();
        }
        // Else no kill came while a file was written, and nothing was tried.
        if (rounds >= 15)
            Assert.IsGreaterThan(0, unfinished);
    }
}
