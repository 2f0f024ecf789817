using System.Net.Sockets;
using System.Text;

namespace Syre.Samples.Tests.Service;

/// <summary>Sends a batch of lines one at a time over a connection of its own: HttpClient would send them all before it reads.</summary>
internal sealed class SlowClient : IDisposable
{
    private readonly TcpClient _connection;
    private readonly Stream _stream;
    private readonly StreamReader _reader;
    private bool _begun;

    public SlowClient(Uri service)
    {
        _connection = new TcpClient(service.Host, service.Port);
        _stream = _connection.GetStream();
        _reader = new StreamReader(_stream);
        Write($"POST /predict/fruit/batch HTTP/1.1\r\nHost: {service.Authority}\r\nContent-Type: " +
            "application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    public Task SendLineAsync(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line + "\n");
        return _stream.WriteAsync(Encoding.UTF8.GetBytes($"{bytes.Length:x}\r\n{line}\n\r\n")).AsTask();
    }

    /// <summary>Sends what is no chunk.</summary>
    public Task SendAsync(string text) => _stream.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();

    /// <summary>Waits for the next line of the answer.</summary>
    public async Task<string> ReadAnswerAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!_begun)
            _begun = await _reader.ReadLineAsync(limit.Token) is "";
        string? line;
        do
            line = await _reader.ReadLineAsync(limit.Token);
        while (line is { Length: < 10 });       // the size of a chunk, or the empty line after one
        return line ?? "";
    }

    public void Dispose() => _connection.Dispose();

    private void Write(string text) => _stream.Write(Encoding.UTF8.GetBytes(text));
}
