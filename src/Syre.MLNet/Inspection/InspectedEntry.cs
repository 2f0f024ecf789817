namespace Syre.MLNet;

/// <summary>An entry of a model file's zip.</summary>
/// <param name="Name">Its name, folders included.</param>
/// <param name="PackedLength">Bytes that it takes in the file.</param>
/// <param name="Length">Bytes that it says it holds.</param>
/// <param name="Sha256">SHA-256 of what it holds, in lower case; empty where <paramref name="Problem"/> kept it from being read.</param>
/// <param name="Problem">What is wrong with it, such as a checksum that does not fit; null for nothing.</param>
public sealed record InspectedEntry(string Name, long PackedLength, long Length, string Sha256, string? Problem)
{
    /// <summary>Whether length and checksum are right, and the hash that the file lists, if it lists one.</summary>
    public bool IsIntact => Problem is null;
}
