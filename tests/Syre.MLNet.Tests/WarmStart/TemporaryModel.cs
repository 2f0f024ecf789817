using Microsoft.ML;

namespace Syre.MLNet.Tests.WarmStart;

/// <summary>A file that is gone after the test.</summary>
internal sealed class TemporaryModel : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{Guid.NewGuid():n}.zip");

    public InitialModel Save(ITransformer model, DataViewSchema schema)
    {
        new MLContext().Model.Save(model, schema, Path);
        return InitialModel.FromFile(Path);
    }

    public void Dispose() => File.Delete(Path);
}
