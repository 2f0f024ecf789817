namespace Syre.MLNet.Zip;

/// <summary>A part of a file, which stays open.</summary>
internal sealed class StreamPart(Stream file, long start, long length) : ForwardStream(length)
{
    public override int Read(Span<byte> buffer)
    {
        int wanted = (int)Math.Min(buffer.Length, Length - Done);
        if (wanted == 0)
            return 0;
        file.Position = start + Done;
        int read = file.Read(buffer[..wanted]);
        Done += read;
        return read;
    }
}
