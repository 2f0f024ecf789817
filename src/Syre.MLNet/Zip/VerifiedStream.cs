using System.IO.Compression;

namespace Syre.MLNet.Zip;

/// <summary>
/// What an entry holds. Never gives more than the directory says; whoever reads to the end knows that length and checksum are right, and
/// has got an exception if they are not.
/// </summary>
internal sealed class VerifiedStream : ForwardStream
{
    private readonly ZipItem _item;
    private readonly Stream _unpacked;
    private uint _checksum;

    /// <param name="file">The zip, which is read by nobody else meanwhile.</param>
    /// <param name="item">The entry.</param>
    public VerifiedStream(Stream file, ZipItem item)
        : base(item.Length)
    {
        _item = item;
        var packed = new StreamPart(file, item.Start, item.PackedLength);
        _unpacked = item.IsDeflated ? new DeflateStream(packed, CompressionMode.Decompress) : packed;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The entry cannot be unpacked, or is not as long as the directory says, or its checksum is
    /// wrong.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        int read = Unpack(buffer);
        Done += read;
        if (Done > _item.Length)
            throw new InvalidDataException($"it holds more than the {_item.Length} bytes that the directory says");
        if (read == 0 && Done < _item.Length)
            throw new InvalidDataException($"it ends after {Done} of {_item.Length} bytes");
        _checksum = Crc32.Append(_checksum, buffer[..read]);
        if (read == 0 && _checksum != _item.Checksum)
            throw new InvalidDataException($"its checksum is {_checksum:x8}; expected {_item.Checksum:x8}");
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _unpacked.Dispose();
        base.Dispose(disposing);
    }

    private int Unpack(Span<byte> buffer)
    {
        try
        {
            return _unpacked.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"it cannot be unpacked: {e.Message}", e);
        }
    }
}
