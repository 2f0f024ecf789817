namespace Syre.MLNet.Zip;

/// <summary>An entry of a zip, as its directory and its own header agree.</summary>
/// <param name="Name">Its name, with <c>/</c> between folders.</param>
/// <param name="IsDeflated">Whether it is packed by Deflate; else it lies there as it is.</param>
/// <param name="Checksum">CRC-32 of what it holds.</param>
/// <param name="PackedLength">Bytes that it takes in the file.</param>
/// <param name="Length">Bytes that it holds.</param>
/// <param name="Start">Where its bytes begin.</param>
internal sealed record ZipItem(string Name, bool IsDeflated, uint Checksum, long PackedLength, long Length, long Start)
{
    /// <summary>The name without its folders.</summary>
    public string FileName => Name[(Name.LastIndexOf('/') + 1)..];
}
