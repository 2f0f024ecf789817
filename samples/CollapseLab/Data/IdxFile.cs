using System.Buffers.Binary;
using System.IO.Compression;

namespace CollapseLab.Data;

/// <summary>The format of MNIST's files, packed or not.</summary>
internal static class IdxFile
{
    /// <summary>Reads a set from its four files; null where the folder lacks one of them.</summary>
    public static ImageSet? TryRead(string folder, string name)
    {
        string?[] paths = [.. new[] { "train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1" }
            .Select(file => new[] { file + "-ubyte.gz", file + "-ubyte" }
                .Select(candidate => Path.Combine(folder, candidate))
                .FirstOrDefault(File.Exists))];
        if (paths.Contains(null))
            return null;
        (byte[] train, int[] sizes) = Read(paths[0]!, 3);
        (byte[] trainLabels, _) = Read(paths[1]!, 1);
        (byte[] test, _) = Read(paths[2]!, 3);
        (byte[] testLabels, _) = Read(paths[3]!, 1);
        return sizes[1] == sizes[2]
            ? new ImageSet(name, sizes[1], trainLabels.Max() + 1, Rows(train, trainLabels), Rows(test, testLabels))
            : throw new InvalidDataException($"'{paths[0]}' has images of {sizes[1]} × {sizes[2]} pixels; expected squares.");
    }

    private static ImageRows Rows(byte[] pixels, byte[] labels) =>
        new([.. pixels.Select(pixel => pixel / 255f)], [.. labels.Select(label => (int)label)]);

    private static (byte[] Values, int[] Sizes) Read(string path, int dimensions)
    {
        using Stream file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        byte[] head = new byte[4 + 4 * dimensions];
        stream.ReadExactly(head);
        if (BinaryPrimitives.ReadInt32BigEndian(head) != 0x800 + dimensions)
            throw new InvalidDataException($"'{path}' is no IDX file of bytes in {dimensions} dimensions.");
        int[] sizes = [.. Enumerable.Range(1, dimensions).Select(i => BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(4 * i)))];
        byte[] values = new byte[sizes.Aggregate((a, b) => checked(a * b))];
        stream.ReadExactly(values);
        return (values, sizes);
    }
}
