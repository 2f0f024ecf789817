using BenchmarkDotNet.Running;

namespace Syre.Benchmarks;

/// <summary>The most that a benchmark may cost, as a multiple of its class's baseline.</summary>
/// <param name="Class">The benchmarks' class.</param>
/// <param name="Method">The benchmark that the goal is set for.</param>
/// <param name="AtMost">The largest ratio that meets it.</param>
/// <param name="When">The parameters that it is set for; null for all.</param>
internal sealed record Goal(Type Class, string Method, double AtMost, Func<BenchmarkCase, bool>? When = null)
{
    /// <summary>Those that the project has set itself.</summary>
    public static IReadOnlyList<Goal> All { get; } =
    [
        new(typeof(TrainingStep), nameof(TrainingStep.SyreAdamW), 0.75, c => Shape(c) == NetworkShape.Wide),
        new(typeof(TrainingStep), nameof(TrainingStep.SyreAdamW), 0.60, c => Shape(c) == NetworkShape.Narrow),
        new(typeof(SyreVersusPlain), nameof(SyreVersusPlain.SyreStored), 1.02),
        new(typeof(SyreVersusPlain), nameof(SyreVersusPlain.SyreRegenerated), 1.02),
        new(typeof(TableStep), nameof(TableStep.Large), 1.3),
        new(typeof(TableStep), nameof(TableStep.LargeRegenerated), 1.3),
        new(typeof(TransformRows), nameof(TransformRows.InMemory), 0.15),
        new(typeof(SinglePrediction), nameof(SinglePrediction.LoadedFile), 1.0),
    ];

    /// <summary>Whether the goal is set for a benchmark with these parameters.</summary>
    public bool IsFor(BenchmarkCase benchmark) => benchmark.Descriptor.Type == Class
        && benchmark.Descriptor.WorkloadMethod.Name == Method
        && (When?.Invoke(benchmark) ?? true);

    private static NetworkShape? Shape(BenchmarkCase benchmark) => benchmark.Parameters[nameof(TrainingStep.Shape)] as NetworkShape;
}
