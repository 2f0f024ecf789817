using System.Diagnostics;
using System.IO.Compression;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json.Nodes;

namespace ScoringService.LoadTest;

/// <summary>The service in a process of its own, with a folder of one model.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _folder;
    private readonly byte[] _file;
    private readonly HttpClient _client;

    private ServiceProcess(Process process, Uri address, string folder, FileInfo model)
    {
        (_process, Address, _folder) = (process, address, folder);
        Model = Path.GetFileNameWithoutExtension(model.Name);
        _file = File.ReadAllBytes(model.FullName);
        _client = new HttpClient { BaseAddress = address };
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>The model's name.</summary>
    public string Model { get; }

    /// <summary>Bytes of memory that the process holds.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts it, and waits until it is ready.</summary>
    public static async Task<ServiceProcess> StartAsync(FileInfo model, CancellationToken cancellation)
    {
        string assembly = typeof(ServiceProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "Service").Value!;
        string folder = Directory.CreateTempSubdirectory("scoring-load").FullName;
        File.Copy(model.FullName, Path.Combine(folder, model.Name));
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet",
        [
            assembly, $"--contentRoot={Path.GetDirectoryName(assembly)}", $"--Urls={address}", $"--Scoring:ModelFolder={folder}",
            "--Scoring:RequestsPerSecond=1000000", "--Logging:LogLevel:Default=Warning",
        ]);
        // What it unpacks there goes with the folder: it is killed at the end.
        start.Environment[OperatingSystem.IsWindows() ? "TMP" : "TMPDIR"] = folder;
        var service = new ServiceProcess(Process.Start(start)!, address, folder, model);
        while (!await service.IsReadyAsync(cancellation))
            await Task.Delay(100, cancellation);
        return service;
    }

    /// <summary>The row that the model's card gives to try.</summary>
    public async Task<JsonNode> ExampleAsync() => (await CardAsync())["example"]!;

    /// <summary>The version of the model in service.</summary>
    public async Task<string> VersionAsync() => (string)(await CardAsync())["version"]!;

    /// <summary>Puts the model into the folder anew, as a file of another version.</summary>
    /// <param name="number">Makes the version.</param>
    public void Replace(int number)
    {
        string unfinished = Path.Combine(_folder, "writing");
        File.WriteAllBytes(unfinished, _file);
        using (ZipArchive zip = ZipFile.Open(unfinished, ZipArchiveMode.Update))
        using (var entry = new StreamWriter(zip.CreateEntry("number").Open()))
            entry.Write(number);
        File.Move(unfinished, Path.Combine(_folder, $"{Model}.zip"), overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<JsonNode> CardAsync() => (await _client.GetFromJsonAsync<JsonNode>($"models/{Model}"))!;

    private async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"The service ended with exit code {_process.ExitCode}.");
        try
        {
            using HttpResponseMessage response = await _client.GetAsync("health/ready", cancellation);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
