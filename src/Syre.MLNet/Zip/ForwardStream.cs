namespace Syre.MLNet.Zip;

/// <summary>Bytes of a known number, read forward.</summary>
/// <param name="length">The number.</param>
internal abstract class ForwardStream(long length) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => Done;
        set => throw new NotSupportedException();
    }

    /// <summary>Bytes read so far.</summary>
    protected long Done { get; set; }

    public abstract override int Read(Span<byte> buffer);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
