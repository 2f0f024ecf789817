using System.Diagnostics;
using System.Reflection;

namespace Syre.Tests;

/// <summary>An app of this repository, run in a process of its own.</summary>
internal sealed class ChildApp(string name)
{
    private readonly string _assembly = typeof(ChildApp).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == name).Value!;

    /// <summary>Environment variables that it has besides those of this process.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Where it was built.</summary>
    public string Folder => Path.GetDirectoryName(_assembly)!;

    /// <summary>
    /// What an app has left in its folder for temporary files, but for the one small file in which ONNX Runtime
    /// keeps the number of its session.
    /// </summary>
    public static string[] LeftIn(string temporary) =>
        [.. Directory.GetFiles(temporary, "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) != ".ses")];

    /// <summary>Runs it to its end.</summary>
    public ChildResult Run(params string[] arguments) => RunIn(Environment.CurrentDirectory, Path.GetTempPath(), arguments);

    /// <summary>Runs it to its end.</summary>
    /// <param name="folder">Where it is started.</param>
    /// <param name="temporary">The folder for temporary files.</param>
    /// <param name="arguments">Its arguments.</param>
    public ChildResult RunIn(string folder, string temporary, params string[] arguments)
    {
        string app = Path.ChangeExtension(_assembly, OperatingSystem.IsWindows() ? ".exe" : null);
        var start = new ProcessStartInfo(app, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
        };
        start.Environment["TMPDIR"] = start.Environment["TMP"] = temporary;
        foreach ((string variable, string value) in Variables)
            start.Environment[variable] = value;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ChildResult(process.ExitCode, output, errors.Result);
    }

    /// <summary>Starts it; the caller ends it.</summary>
    public Process Start(params string[] arguments)
    {
        string app = Path.ChangeExtension(_assembly, OperatingSystem.IsWindows() ? ".exe" : null);
        return Process.Start(new ProcessStartInfo(app, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }
}

/// <summary>What an app left behind.</summary>
internal sealed record ChildResult(int ExitCode, string Output, string Errors);
