using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Syre.Benchmarks;

/// <summary>How all benchmarks run: in this process, so that TorchSharp's native libraries load as they do in an app.</summary>
internal static class BenchmarkConfig
{
    /// <summary>Runs everything once, to see that it works; its times mean nothing.</summary>
    public const string QuickOption = "--quick";

    /// <summary>Short iterations and many of them: the median then shrugs off what else the machine does.</summary>
    private static readonly Job s_measuring = Job.Default
        .WithWarmupCount(4)
        .WithIterationTime(TimeInterval.FromMilliseconds(200))
        .WithIterationCount(20);

    private static readonly Job s_quick = Job.Default
        .WithStrategy(RunStrategy.Monitoring)
        .WithWarmupCount(1)
        .WithIterationCount(2);

    /// <summary>The configuration: ratios with their spread, and the median beside the mean.</summary>
    public static IConfig Create(bool isQuick) => ManualConfig.Create(DefaultConfig.Instance)
        .AddJob((isQuick ? s_quick : s_measuring).WithToolchain(InProcessEmitToolchain.Instance).WithId(isQuick ? "Quick" : "Measuring"))
        .AddColumn(StatisticColumn.Median);
}
