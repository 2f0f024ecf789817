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
        new(typeof(EngineVersusAutograd), nameof(EngineVersusAutograd.Engine), 1 / 3.0, c => Shape(c) == NetworkShape.Standard),
        new(typeof(EngineVersusAutograd), nameof(EngineVersusAutograd.Engine), 1 / 10.0, c => Shape(c) == NetworkShape.Narrow),
        new(typeof(EngineVersusAutograd), nameof(EngineVersusAutograd.Engine), 1 / 2.7, c => Shape(c) == NetworkShape.Large),
        new(typeof(EngineVersusAutograd), nameof(EngineVersusAutograd.EngineOf256Bits), 1 / 1.5),
        new(typeof(EngineThreads), nameof(EngineThreads.TwoThreads), 1 / 1.8, c => Shape(c) == NetworkShape.Standard),
        new(typeof(EngineThreads), nameof(EngineThreads.TwoThreads), 1 / 1.5, c => Shape(c) == NetworkShape.Narrow),
        new(typeof(EngineTwoNetworks), nameof(EngineTwoNetworks.AtOnce), 1 / 2.0),
        new(typeof(EnginePeak), nameof(EnginePeak.OneThread), 1 / 0.75, c => Shape(c) == NetworkShape.Standard),
        new(typeof(EnginePeak), nameof(EnginePeak.TwoThreads), 1 / (2 * 0.75), c => Shape(c) == NetworkShape.Standard),
        new(typeof(EngineBesideBusy), nameof(EngineBesideBusy.Beside), EngineBesideBusy.AtMost(1), c => Processes(c) == 1),
        new(typeof(EngineBesideBusy), nameof(EngineBesideBusy.Beside), EngineBesideBusy.AtMost(8), c => Processes(c) == 8),
        new(typeof(EngineBesideBusy), nameof(EngineBesideBusy.BesideAgain), 1.0),
        new(typeof(EngineVersusEager), nameof(EngineVersusEager.Engine), 1 / 3.0),
        new(typeof(EngineSyre), nameof(EngineSyre.SyreStored), 1.01),
        new(typeof(EngineSyre), nameof(EngineSyre.SyreRegenerated), 1.01),
    ];

    /// <summary>Whether the goal is set for a benchmark with these parameters.</summary>
    public bool IsFor(BenchmarkCase benchmark) => benchmark.Descriptor.Type == Class
        && benchmark.Descriptor.WorkloadMethod.Name == Method
        && (When?.Invoke(benchmark) ?? true);

    private static int Processes(BenchmarkCase benchmark) => (int)benchmark.Parameters[nameof(EngineBesideBusy.Processes)];

    private static NetworkShape? Shape(BenchmarkCase benchmark) => benchmark.Parameters[nameof(TrainingStep.Shape)] as NetworkShape;
}
