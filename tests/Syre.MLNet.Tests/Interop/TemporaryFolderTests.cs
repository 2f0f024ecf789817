using System.Text.RegularExpressions;
using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Text;
using Syre.Onnx;

namespace Syre.MLNet.Tests.Interop;

/// <summary>A folder for temporary files that cannot be written to is found out before training, and loses nothing.</summary>
[TestClass]
public sealed partial class TemporaryFolderTests
{
    private readonly string _file = Path.GetTempFileName();

    [TestCleanup]
    public void Delete() => File.Delete(_file);

    [TestMethod]
    public void Texts_and_column_diagnostics_need_the_folder_and_say_so_before_the_first_epoch()
    {
        // No folder can be made below a file.
        var ml = new MLContext(seed: 1) { TempFilePath = Path.Combine(_file, "folder") };
        int epochs = 0;
        var text = ml.BinaryClassification.Trainers.SyreTextClassification(SmallText.Options with { Progress = _ => epochs++ });
        MustNameTheFolder(Assert.ThrowsExactly<InvalidOperationException>(() => text.Fit(TextData.Binary(ml))), "SyreTextClassification");
        Assert.AreEqual(0, epochs);
        var column = ml.Transforms.CollapseDiagnostics("Output", "Features");
        MustNameTheFolder(Assert.ThrowsExactly<InvalidOperationException>(() => column.Fit(TestData.Binary(ml))), "CollapseDiagnostics");
    }

    [TestMethod]
    public void A_table_trains_and_scores_without_the_folder_and_is_saved_when_there_is_one()
    {
        var ml = new MLContext(seed: 1) { TempFilePath = Path.Combine(_file, "folder") };
        IDataView data = TestData.Binary(ml);
        using SyreNetworkTransformer model = ml.BinaryClassification.Trainers.SyreNetwork(
            new SyreNetworkOptions { HiddenLayers = [4], Epochs = 1 }).Fit(data);
        ml.BinaryClassification.Evaluate(model.Transform(data));
        Assert.Throws<IOException>(() => ml.Model.Save(model, data.Schema, new MemoryStream()));
        ml.TempFilePath = Path.GetTempPath();
        using var file = new MemoryStream();
        ml.Model.Save(model, data.Schema, file);
        Assert.IsGreaterThan(1000, file.Length);
    }

    [TestMethod]
    public void Contexts_of_ML_NET_inside_the_library_come_from_one_place()
    {
        string[] others = [.. Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Path, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) != "TemporaryFolder.cs" && File.ReadLines(path).Any(line => NewContext().IsMatch(line)))];
        Assert.IsEmpty(others, string.Join(", ", others));
    }

    /// <summary>One in 32 768 of .NET's random file names ends so, which made one save or load in as many fail.</summary>
    [TestMethod]
    public void Files_never_end_as_OnnxRuntimes_other_format_does()
    {
        var ml = new MLContext(seed: 1);
        var graph = new OnnxGraphBuilder("file");
        graph.AddOutput("Y", graph.AddNode("Neg", [graph.AddInput("X", OnnxElementType.Float, 1, 4)]), OnnxElementType.Float, 1, 4);
        byte[] bytes = graph.Build().ToBytes();
        IDataView data = ml.Transforms.CopyColumns("X", "Features").Fit(TestData.Binary(ml)).Transform(TestData.Binary(ml));
        string other = Path.ChangeExtension(_file, ".ort");
        File.WriteAllBytes(other, bytes);
        try
        {
            Assert.Throws<Exception>(() => ml.Transforms.ApplyOnnxModel("Y", "X", other).Fit(data));
        }
        finally
        {
            File.Delete(other);
        }
        using TemporaryFile file = new TemporaryFolder(ml).Write(bytes);
        Assert.AreEqual(".onnx", Path.GetExtension(file.Path));
        using OnnxTransformer read = ml.Transforms.ApplyOnnxModel("Y", "X", file.Path).Fit(data);
    }

    private void MustNameTheFolder(InvalidOperationException refusal, string needs)
    {
        StringAssert.StartsWith(refusal.Message, needs);
        StringAssert.Contains(refusal.Message, $"'{Path.Combine(_file, "folder")}'");
        StringAssert.Contains(refusal.Message, "MLContext.TempFilePath");
    }

    [GeneratedRegex(@"^(?!\s*///).*(new MLContext\s*[({]|MLContext \w+ = new\()")]
    private static partial Regex NewContext();
}
