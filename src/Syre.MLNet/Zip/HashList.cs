using System.Text;

namespace Syre.MLNet.Zip;

/// <summary>
/// The entry that lists the SHA-256 of the others, a line each as <c>sha256sum</c> writes them. It tells of an entry that was altered and
/// packed anew with the
/// right checksum; it does not tell of an alteration by someone who also alters the list. Entries that it does not name may have been added
/// later.
/// </summary>
internal static class HashList
{
    /// <summary>Name of the entry.</summary>
    public const string EntryName = "syre.sha256";

    private const int HashLength = 64;
    private const int MostBytes = 8 << 20;

    /// <summary>The list of a file's entries.</summary>
    public static byte[] Write(CheckedZip zip) =>
        Encoding.UTF8.GetBytes(
            string.Concat(zip.Items.Where(item => item.Name != EntryName).Select(item => $"{zip.Hash(item)}  {item.Name}\n")));

    /// <summary>The hashes by name; none for a file without list.</summary>
    /// <exception cref="InvalidDataException">The list is damaged.</exception>
    public static Dictionary<string, string> Read(CheckedZip zip)
    {
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (zip.Items.FirstOrDefault(item => item.Name == EntryName) is not { } list)
            return hashes;
        if (list.Length > Math.Min(MostBytes, (long)zip.Items.Count * (HashLength + 3 + ushort.MaxValue)))
            throw CheckedZip.Fault(zip.Name, $"it has {list.Length} bytes, too many for a list of {zip.Items.Count} entries", list);
        string text = zip.Read(list, stream => new StreamReader(stream, Encoding.UTF8).ReadToEnd());
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length < HashLength + 3 || line[HashLength..(HashLength + 2)] != "  "
                || !hashes.TryAdd(line[(HashLength + 2)..], line[..HashLength]))
            {
                throw CheckedZip.Fault(zip.Name, "a line of it is no hash and name, or names an entry twice", list);
            }
        }

        return hashes;
    }
}
