using System.Buffers;

namespace ScoringService.Endpoints;

/// <summary>The whole body of a request, in pooled memory. Dispose it to give that back.</summary>
internal sealed class RequestBody : IDisposable
{
    private byte[] _buffer;

    private RequestBody(int size) => _buffer = ArrayPool<byte>.Shared.Rent(size);

    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>Reads it to its end; the server has bounded its size.</summary>
    /// <exception cref="BadHttpRequestException">It is larger than allowed, or broken off.</exception>
    public static async ValueTask<RequestBody> ReadAsync(HttpContext context)
    {
        const int least = 4096;
        var body = new RequestBody((int)Math.Clamp(context.Request.ContentLength + 1 ?? least, least, 1 << 20));
        try
        {
            int length = 0, read;
            while ((read = await ClientFaults.ReadAsync(
                context.Request.Body.ReadAsync(body._buffer.AsMemory(length), context.RequestAborted))) > 0)
            {
                length += read;
                if (length == body._buffer.Length)
                    body.Grow(length);
            }
            body.Bytes = body._buffer.AsMemory(0, length);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private void Grow(int length)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(2 * length);
        _buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
