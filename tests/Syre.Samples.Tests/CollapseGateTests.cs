using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Samples.Tests;

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
        Save(new SyreNetworkOptions { HiddenLayers = [16, 16], Epochs = 40, Threads = 1, Device = "cpu" });
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
        Save(new SyreNetworkOptions
        {
            Epochs = 6,
            Threads = 1,
            Device = "cpu",
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
        IDataView data = Rows(ml);
        ml.Model.Save(ml.Transforms.NormalizeMinMax("Features").Fit(data), data.Schema, _path);
        Assert.AreEqual(2, s_gate.Run(_path).ExitCode);
    }

    private void Save(SyreNetworkOptions options)
    {
        var ml = new MLContext(1);
        IDataView rows = Rows(ml);
        using SyreNetworkTransformer model = ml.BinaryClassification.Trainers
            .SyreNetwork(options with { BatchSize = 32, Collapse = new() { Policy = CollapsePolicy.Ignore } })
            .Fit(rows);
        ml.Model.Save(model, rows.Schema, _path);
    }

    /// <summary>Rows whose label follows from a weighted sum of three of the four features.</summary>
    private static IDataView Rows(MLContext ml)
    {
        var random = new Random(1);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, 240).Select(_ =>
        {
            float[] features = [Next(), Next(), Next(), Next()];
            return new Row { Features = features, Label = 2 * features[0] + 0.8f * features[1] > 0.6f * features[2] };
        }).ToArray());

        float Next() => random.NextSingle() * 4 - 2;
    }

    private sealed class Row
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
