using Microsoft.ML;
using Syre.MLNet.Tests.Tabular;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Samples;

/// <summary>The gate lets healthy models pass and stops others, by exit code, in a process that has no libtorch.</summary>
[TestClass]
public sealed class CollapseGateTests
{
    private static readonly ChildApp s_gate = new("CollapseGate");
    private readonly string _path = Path.GetTempFileName();

    [TestCleanup]
    public void Delete() => File.Delete(_path);

    [TestMethod]
    public void It_runs_without_libtorch() => Assert.IsEmpty(
        Directory.GetFiles(s_gate.Folder, "*torch*", SearchOption.AllDirectories).Select(Path.GetFileName)
            .Where(file => !file!.StartsWith("Syre.", StringComparison.Ordinal)
                && file is not ("TorchSharp.dll" or "libLibTorchSharp.so" or "LibTorchSharp.dll" or "libLibTorchSharp.dylib")));

    [TestMethod]
    public void A_model_that_learnt_passes_and_limits_stop_it()
    {
        Save(Small.Options with { Epochs = 40 });
        ChildResult passed = s_gate.Run(_path);
        Assert.AreEqual(0, passed.ExitCode, passed.Output + passed.Errors);
        StringAssert.EndsWith(passed.Output.TrimEnd(), "Passed.");

        ChildResult stopped = s_gate.Run(_path, "--min-effective-rank-ratio", "50", "--max-validation-error", "0");
        Assert.AreEqual(1, stopped.ExitCode, stopped.Output + stopped.Errors);
        StringAssert.Contains(stopped.Output, "is below 50");
    }

    [TestMethod]
    public void A_collapsed_model_is_stopped_and_the_finding_printed()
    {
        Save(Small.Options with
        {
            Network = c =>
            {
                Linear first = nn.Linear(c.InputSize, 8);
                using (no_grad())
                    first.bias!.fill_(-100);
                return nn.Sequential(first, nn.ReLU(), nn.Linear(8, c.OutputSize));
            },
        });
        ChildResult result = s_gate.Run(_path);
        Assert.AreEqual(1, result.ExitCode, result.Output + result.Errors);
        StringAssert.Contains(result.Output, SyreModelFile.ReadReport(_path).Findings[0].Sentence);
    }

    [TestMethod]
    public void What_is_no_model_of_ours_is_neither_passed_nor_stopped()
    {
        File.WriteAllText(_path, "no zip");
        Assert.AreEqual(2, s_gate.Run(_path).ExitCode);
        Assert.AreEqual(2, s_gate.Run(_path + ".missing").ExitCode);
        Assert.AreEqual(2, s_gate.Run().ExitCode);
        var ml = new MLContext(1);
        IDataView data = TestData.Binary(ml);
        ml.Model.Save(ml.Transforms.NormalizeMinMax("Features").Fit(data), data.Schema, _path);
        Assert.AreEqual(2, s_gate.Run(_path).ExitCode);
    }

    private void Save(SyreNetworkOptions options)
    {
        var ml = new MLContext(1);
        using SyreNetworkTransformer model = Small.FitBinary(options with { Collapse = new() { Policy = CollapsePolicy.Ignore } });
        ml.Model.Save(model, TestData.Binary(ml).Schema, _path);
    }
}
