using Syre.MLNet.Inspection;
using Syre.MLNet.Zip;

namespace Syre.MLNet;

public sealed partial class SyreModelFile
{
    /// <summary>
    /// Tells what any file of ML.NET is made of without loading it: entries with their sizes and hashes, the assemblies that it names, the
    /// operators of its
    /// graphs, and what is wrong with it. Needs no TorchSharp, and makes nothing that the file names.
    /// </summary>
    /// <param name="path">A model file.</param>
    /// <param name="maximumBytes">
    /// Most bytes that the file's entries may unpack to, for a model that packs uncommonly well. Default null: 32 MB and 32 times the
    /// length of the file.
    /// </param>
    /// <exception cref="InvalidDataException">The file is no zip, or its directory is damaged, so that nothing can be told. What is wrong
    /// with an entry is told in
    /// <see cref="ModelInspection.Problems"/>.</exception>
    public static ModelInspection Inspect(string path, long? maximumBytes = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using CheckedZip zip = CheckedZip.Open(path, maximumBytes);
        return new Inspector(zip).Inspect(path);
    }
}
