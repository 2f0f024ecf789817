using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Samples.Shared;
using Syre.MLNet;
using TorchSharp;

namespace Syre.Studies;

/// <summary>The top of every report: what was asked, with which settings, where.</summary>
internal static class RunDescription
{
    public static void Write(TextWriter output, IStudy study, StudySettings settings)
    {
        output.WriteLine($"# {study.Name}: {study.Question}");
        output.WriteLine();
        output.WriteLine($"- Command: `dotnet run -c Release --project tests/Syre.Studies -- {study.Name} --seeds {settings.Seeds} " +
            $"--epochs {settings.Epochs} --max-rows {settings.MaxRows}{(settings.Data is null ? "" : " --data FOLDER")}" +
            $"{(settings.Tables.Count == 0 ? "" : $" --tables {string.Join(',', settings.Tables)}")}`");
        output.WriteLine($"- Seeds: 1 to {settings.Seeds}; epochs: {settings.Epochs}; one thread; " +
            $"at most {settings.MaxRows} rows to train on and as many held out");
        output.WriteLine($"- Machine: {Machine.Describe()}");
        output.WriteLine($"- Versions: {RuntimeInformation.FrameworkDescription}, Syre.MLNet {Version(typeof(SyreNetworkOptions))}, " +
            $"Microsoft.ML {Version(typeof(MLContext))}, TorchSharp {Version(typeof(torch))}");
        output.WriteLine($"- Date: {DateTime.UtcNow:yyyy-MM-dd}");
        output.WriteLine();
    }

    private static string Version(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? type.Assembly.GetName().Version!.ToString();
}
