using System.Security.Cryptography;
using System.Text;

namespace Syre.Onnx.Scanning;

/// <summary>Walks over a protobuf message of known length without keeping it. Nothing is allocated that is not there to be read.</summary>
/// <param name="stream">The message; what is read is counted from 0.</param>
/// <param name="length">Its length.</param>
/// <param name="hashed">How many of its first bytes are hashed.</param>
internal sealed class WireReader(Stream stream, long length, long hashed) : IDisposable
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly byte[] _buffer = new byte[(int)Math.Min(1 << 16, Math.Max(1, length))];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _loaded;
    private int _count;
    private int _at;

    /// <summary>How many bytes have been read.</summary>
    public long Position => _loaded - _count + _at;

    /// <summary>The hash of the first bytes; once, after the end has been reached.</summary>
    public byte[] Hash() => _hash.GetHashAndReset();

    /// <summary>Reads the number and the kind of the next field.</summary>
    /// <param name="end">Where the message ends.</param>
    public (int Number, WireType Type) Field(long end)
    {
        ulong tag = Varint(end);
        var type = (WireType)(tag & 7);
        ulong number = tag >> 3;
        if (number is 0 or > 0x1FFFFFFF || type is not (WireType.Varint or WireType.Fixed64 or WireType.Bytes or WireType.Fixed32))
            throw Fault($"a field of number {number} and kind {(int)type} is no part of a model");
        return ((int)number, type);
    }

    /// <summary>Reads a number of variable length.</summary>
    /// <param name="end">Where the message ends.</param>
    public ulong Varint(long end)
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte part = Byte(end);
            value |= (ulong)(part & 127) << shift;
            if (part < 128)
                return value;
        }
        throw Fault("a number has more than ten bytes");
    }

    /// <summary>Reads a length, and tells where that part ends.</summary>
    /// <param name="end">Where the message around it ends.</param>
    public long Part(long end)
    {
        ulong size = Varint(end);
        return size <= (ulong)(end - Position)
            ? Position + (long)size
            : throw Fault($"a part of {size} bytes reaches beyond its end, {end - Position} bytes away");
    }

    /// <summary>Reads a text.</summary>
    /// <param name="end">Where the message around it ends.</param>
    /// <param name="longest">Most bytes allowed.</param>
    public string Text(long end, long longest)
    {
        long size = Part(end) - Position;
        if (size > longest)
            throw Fault($"a text has {size} bytes; at most {longest} are allowed here");
        try
        {
            return s_strict.GetString(Bytes(size, end));
        }
        catch (DecoderFallbackException)
        {
            throw Fault("a text is not UTF-8");
        }
    }

    /// <summary>Reads some bytes.</summary>
    /// <param name="size">How many; the caller has bounded it.</param>
    /// <param name="end">Where the message around them ends.</param>
    public byte[] Bytes(long size, long end)
    {
        byte[] bytes = new byte[size];
        for (int done = 0; done < bytes.Length;)
        {
            Fill(end);
            int part = Math.Min(bytes.Length - done, _count - _at);
            _buffer.AsSpan(_at, part).CopyTo(bytes.AsSpan(done));
            (_at, done) = (_at + part, done + part);
        }
        return bytes;
    }

    /// <summary>Counts the numbers of variable length up to a place, without keeping them.</summary>
    public long Varints(long end)
    {
        long count = 0;
        bool open = false;
        while (Position < end)
        {
            open = Byte(end) >= 128;
            count += open ? 0 : 1;
        }
        return open ? throw Fault("a list of numbers ends within a number") : count;
    }

    /// <summary>Goes over what a field holds.</summary>
    public void Skip(WireType type, long end)
    {
        if (type == WireType.Varint)
            Varint(end);
        else
            SkipTo(type == WireType.Bytes ? Part(end) : Position + (type == WireType.Fixed64 ? sizeof(ulong) : sizeof(uint)), end);
    }

    /// <summary>Goes on to a place.</summary>
    public void SkipTo(long place, long end)
    {
        if (place > end)
            throw Fault("a field reaches beyond its end");
        while (Position < place)
        {
            Fill(end);
            _at += (int)Math.Min(place - Position, _count - _at);
        }
    }

    /// <summary>What is wrong, and where.</summary>
    public InvalidDataException Fault(string fault) => new($"The ONNX model is damaged at byte {Position}: {fault}.");

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private byte Byte(long end)
    {
        if (Position >= end)
            throw Fault("a field is cut off");
        Fill(end);
        return _buffer[_at++];
    }

    private void Fill(long end)
    {
        if (_at < _count)
            return;
        int wanted = (int)Math.Min(_buffer.Length, length - _loaded);
        _count = wanted == 0 ? 0 : stream.Read(_buffer.AsSpan(0, wanted));
        _at = 0;
        if (_count == 0)
            throw Fault($"it is cut off; {end - Position} more bytes were announced");
        if (_loaded < hashed)
            _hash.AppendData(_buffer.AsSpan(0, (int)Math.Min(_count, hashed - _loaded)));
        _loaded += _count;
    }
}
