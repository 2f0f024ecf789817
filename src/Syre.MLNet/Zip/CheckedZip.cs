using System.Security.Cryptography;

namespace Syre.MLNet.Zip;

/// <summary>
/// A zip whose directory has been checked, read entry by entry without unpacking to disk. What is wrong with it is an
/// <see cref="InvalidDataException"/> that names file, entry and fault.
/// </summary>
internal sealed class CheckedZip : IDisposable
{
    /// <summary>What a file of any length may unpack to: a network of texts has a table of 8 MB that packs to almost nothing.</summary>
    internal const long FreeBytes = 32 << 20;

    /// <summary>What it may unpack to beyond that, in its own lengths. Models that were measured pack by 1.1 to 4.</summary>
    internal const long Ratio = 32;

    private readonly Stream _file;

    private CheckedZip(Stream file, string name, long? maximumBytes)
    {
        (_file, Name) = (file, name);
        Items = Guarded(() => ZipDirectory.Read(file));
        long total = Items.Sum(item => item.Length), allowed = maximumBytes ?? FreeBytes + Ratio * file.Length;
        if (total > allowed)
        {
            throw Fault(Name, $"its entries unpack to {total} bytes, which is more than the {allowed} allowed" +
                (maximumBytes is null ? $" for a file of {file.Length}; where that is meant, say so by maximumBytes" : ""));
        }
    }

    /// <summary>What messages call the file.</summary>
    public string Name { get; }

    /// <summary>The entries.</summary>
    public IReadOnlyList<ZipItem> Items { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maximumBytes">What the entries may unpack to together; null for <see cref="FreeBytes"/>
    /// and <see cref="Ratio"/>.</param>
    /// <exception cref="InvalidDataException">It is no zip, or one that is refused.</exception>
    public static CheckedZip Open(string path, long? maximumBytes)
    {
        // A pipe, whose opening would wait for a writer, has no length.
        if (new FileInfo(path).Length == 0)
            throw new InvalidDataException($"'{path}' is no sound model file: it is empty.");
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            return new CheckedZip(file, path, maximumBytes);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a file that is in memory.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="name">What to call it.</param>
    /// <exception cref="InvalidDataException">It is no zip, or one that is refused.</exception>
    public static CheckedZip Of(byte[] bytes, string name) => new(new MemoryStream(bytes, writable: false), name, null);

    /// <summary>Checks length and checksum of every entry, and the hashes where the file lists them, without keeping anything.</summary>
    /// <exception cref="InvalidDataException">One is wrong.</exception>
    public void Verify()
    {
        Dictionary<string, string> listed = HashList.Read(this);
        foreach (ZipItem item in Items)
        {
            if (listed.Remove(item.Name, out string? hash) && Hash(item) != hash)
                throw Fault(Name, $"it was altered after it had been saved: its SHA-256 is not the one in {HashList.EntryName}", item);
            else if (hash is null)
                Read(item, _ => true);
        }

        if (listed.Count > 0)
            throw Fault(Name, $"entry '{listed.Keys.First()}', which {HashList.EntryName} lists, is missing");
    }

    /// <summary>SHA-256 of what an entry holds, in lower case.</summary>
    public string Hash(ZipItem item) => Read(item, stream => Convert.ToHexStringLower(SHA256.HashData(stream)));

    /// <summary>Reads an entry. The result is given back only if the whole entry is as the directory says.</summary>
    /// <exception cref="InvalidDataException">It is not, or the reader finds a fault.</exception>
    public T Read<T>(ZipItem item, Func<Stream, T> read) => Guarded(
        () =>
        {
            using var stream = new VerifiedStream(_file, item);
            T result = read(stream);
            Span<byte> rest = stackalloc byte[4096];
            while (stream.Read(rest) > 0)
            {
            }
            return result;
        },
        item);

    /// <summary>What lies packed in the file, to be read again later.</summary>
    public byte[] Packed(ZipItem item) => Guarded(
        () =>
        {
            byte[] packed = new byte[item.PackedLength];
            _file.Position = item.Start;
            _file.ReadExactly(packed);
            return packed;
        },
        item);

    /// <summary>An exception that names the file and, if one is given, the entry.</summary>
    public static InvalidDataException Fault(string file, string fault, ZipItem? item = null, Exception? inner = null) =>
        new($"'{file}' is no sound model file: {(item is null ? "" : $"entry '{item.Name}': ")}{fault.TrimEnd('.')}.", inner);

    public void Dispose() => _file.Dispose();

    private T Guarded<T>(Func<T> read, ZipItem? item = null)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Fault(Name, e is EndOfStreamException ? "it ends too early" : e.Message, item, e);
        }
    }
}
