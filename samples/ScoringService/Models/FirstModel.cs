using System.Diagnostics;
using Microsoft.Extensions.Options;

namespace ScoringService.Models;

/// <summary>
/// Has a first model trained where there is none, by another project in a process of its own: this one has no TorchSharp.
/// </summary>
internal sealed partial class FirstModel(IOptions<ServiceOptions> options, IHostEnvironment environment, ILogger<FirstModel> log)
{
    /// <summary>Trains into a folder, or tells how to.</summary>
    public async Task TrainAsync(string folder, CancellationToken cancellation)
    {
        string model = Path.Combine(folder, "credit_g.zip");
        string project = Path.GetFullPath(options.Value.TrainingProject, environment.ContentRootPath);
        if (options.Value.TrainingProject.Length == 0 || !Directory.Exists(project))
        {
            LogNoProject(folder, model);
            return;
        }
        LogTraining(model);
        var start = new ProcessStartInfo("dotnet", ["run", "--project", project, "--", model])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => LogLine(line.Data);
        process.ErrorDataReceived += (_, line) => LogLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        if (process.ExitCode != 0)
            LogFailed(process.ExitCode, folder);
    }

    private void LogLine(string? line)
    {
        if (!string.IsNullOrWhiteSpace(line))
            LogTrainingLine(line);
    }

    [LoggerMessage(LogLevel.Warning, "There is no model in {Folder}. Put an ML.NET model file there, " +
        "or have one trained in Syre.MLNet's repository: dotnet run --project samples/ScoringService.Training -- {Model}")]
    private partial void LogNoProject(string folder, string model);

    [LoggerMessage(LogLevel.Information, "There is no model yet: training {Model}, some seconds after the first build.")]
    private partial void LogTraining(string model);

    [LoggerMessage(LogLevel.Information, "training: {Line}")]
    private partial void LogTrainingLine(string line);

    [LoggerMessage(LogLevel.Error, "The training ended with exit code {ExitCode}. Put an ML.NET model file into {Folder}.")]
    private partial void LogFailed(int exitCode, string folder);
}
