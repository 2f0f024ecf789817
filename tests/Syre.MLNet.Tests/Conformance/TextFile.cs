using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>
/// A view written to a text file in ML.NET's own layout, with a loader that reads it back; the file goes when this is disposed.
/// </summary>
public sealed class TextFile : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public TextFile(MLContext ml, IDataView view)
    {
        using (FileStream stream = File.Create(_path))
            ml.Data.SaveAsText(view, stream, forceDense: true); // the loader cannot tell several sparse columns apart
        Source = new MultiFileSource(_path);
        // Options that say nothing make the loader take columns and types from the header that SaveAsText writes.
        Loader = ml.Data.CreateTextLoader(new TextLoader.Options(), Source);
    }

    public MultiFileSource Source { get; }

    public TextLoader Loader { get; }

    public void Dispose() => File.Delete(_path);
}
