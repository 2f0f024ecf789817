using Microsoft.ML;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>Temporary files go where the context says, and none is left behind.</summary>
public static class TemporaryFileChecks
{
    /// <summary>After each step of a model's life, whether it is disposed of or not, the context's folder is as empty as before.</summary>
    public static void NoneIsLeft(EstimatorCase @case)
    {
        using var folder = new PrivateFolder();
        MLContext ml = folder.NewContext();
        IDataView data = @case.Inputs[0].View(ml);
        ITransformer model = @case.Estimator(ml).Fit(data);
        folder.MustBeEmpty("Fit");
        @case.Engine.Batch(ml, model);
        folder.MustBeEmpty("scoring");
        using (OpenEngine engine = @case.Engine.Open(ml, model, ownsTransformer: false))
            engine.Predict(0);
        folder.MustBeEmpty("a prediction engine");

        using var file = new MemoryStream();
        ml.Model.Save(model, data.Schema, file);
        folder.MustBeEmpty("Save");
        Assert.ThrowsExactly<IOException>(() => ml.Model.Save(model, data.Schema, new FullDisk()), "saving to a disk that is full");
        folder.MustBeEmpty("Save that failed");
        (model as IDisposable)?.Dispose();
        folder.MustBeEmpty("Dispose");

        // ML.NET's own loading keeps the graph in a file until the model is disposed of.
        file.Position = 0;
        ITransformer loaded = ml.Model.LoadSurely(file, out _);
        @case.Engine.Batch(ml, loaded);
        (loaded as IDisposable)?.Dispose();
        folder.MustBeEmpty("Load, scoring and Dispose of what was loaded");
    }

    /// <summary>The folder that was named last counts, also after training, and one that is not there is made.</summary>
    public static void FolderOfTheContextIsHeeded(EstimatorCase @case)
    {
        using var folder = new PrivateFolder();
        var ml = new MLContext(seed: 1) { TempFilePath = Path.Combine(folder.Path, "first") };
        IDataView data = @case.Inputs[0].View(ml);
        IEstimator<ITransformer> estimator = @case.Estimator(ml);
        ml.TempFilePath = Path.Combine(folder.Path, "second");
        ITransformer model = estimator.Fit(data);
        float[][] scores = @case.Engine.Batch(ml, model);

        // No folder can be made below a file.
        string file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "");
        ml.TempFilePath = Path.Combine(file, "folder");
        Assert.Throws<IOException>(
            () => ml.Model.Save(model, data.Schema, new MemoryStream()), "saving without a folder for temporary files");
        ml.TempFilePath = Path.Combine(folder.Path, "third");
        ml.Model.Save(model, data.Schema, new MemoryStream());
        Values.MustBeSame(scores, @case.Engine.Batch(ml, model), 0, "after a save that failed");
        (model as IDisposable)?.Dispose();
    }

    /// <summary>A stream that takes nothing.</summary>
    private sealed class FullDisk : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("full");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("full");

        public override void WriteByte(byte value) => throw new IOException("full");
    }

    /// <summary>A folder of this check alone.</summary>
    private sealed class PrivateFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("syre-test-").FullName;

        public MLContext NewContext() => new(seed: 1) { TempFilePath = Path };

        public void MustBeEmpty(string after)
        {
            string[] left = Directory.GetFileSystemEntries(Path, "*", SearchOption.AllDirectories);
            Must.Hold(left.Length == 0, $"left in the folder for temporary files after {after}: {string.Join(", ", left)}");
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
