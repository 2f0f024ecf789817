using System.IO.Compression;
using System.Text;
using Microsoft.ML;
using Syre.MLNet.Stock;
using Syre.MLNet.Zip;

namespace Syre.MLNet;

public sealed partial class SyreModelFile
{
    /// <summary>
    /// Saves a model as <c>mlContext.Model.Save</c> does, in one step: whoever reads <paramref name="path"/> finds the model of before or
    /// this one, whole,
    /// also when the process is killed or the machine stops meanwhile.
    /// </summary>
    /// <remarks>
    /// The model is written to a file of the same folder, whose name ends in <c>.saving</c>, flushed to the disk and renamed. A save that
    /// throws leaves the
    /// model of before and no file beside it; a process that is killed leaves the unfinished file, which can be deleted. The zip gets one
    /// entry more,
    /// <c>syre.sha256</c>: the hash of every other entry, by which this library's readers tell an altered model. ML.NET passes over it.
    /// </remarks>
    /// <param name="mlContext">The context.</param>
    /// <param name="model">Any model that ML.NET can save, of this library or not.</param>
    /// <param name="inputSchema">Schema of the rows that the model takes; null to save none.</param>
    /// <param name="path">The file; a link is followed. Its folder must exist.</param>
    /// <param name="entries">Texts to add to the zip, by the name of their entry, such as a description of the model; ML.NET passes over
    /// them. Default null: none.</param>
    /// <exception cref="IOException">The file cannot be written, or on Windows the file of before is open elsewhere.</exception>
    public static void Save(
        MLContext mlContext, ITransformer model, DataViewSchema? inputSchema, string path,
        IReadOnlyDictionary<string, string>? entries = null)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, unfinished =>
        {
            using (FileStream file = File.Create(unfinished))
                mlContext.Model.Save(model, inputSchema, file);
            if (entries is { Count: > 0 })
                Add(unfinished, entries.Select(entry => (entry.Key, Encoding.UTF8.GetBytes(entry.Value))));
            byte[] hashes;
            using (CheckedZip zip = CheckedZip.Open(unfinished, long.MaxValue))
                hashes = HashList.Write(zip);
            Add(unfinished, [(HashList.EntryName, hashes)]);
        });
    }

    private static void Add(string path, IEnumerable<(string Name, byte[] Content)> entries)
    {
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Update);
        foreach ((string name, byte[] content) in entries)
        {
            using Stream entry = zip.CreateEntry(name).Open();
            entry.Write(content);
        }
    }
}
