using Syre.Torch.Diagnostics.Baseline;
using static TorchSharp.torch;

namespace Syre.Torch.Diagnostics;

/// <summary>Measures a module, and a random network of its shape, on probe rows.</summary>
/// <param name="module">The module, in evaluation mode.</param>
/// <param name="probe">The rows.</param>
/// <param name="targets">Their labels, or null.</param>
/// <param name="options">What to measure.</param>
/// <param name="staticBiasSize">The size of θ0 in a layer's weights, or null.</param>
/// <param name="log">Where it is said what could not be measured.</param>
internal sealed class ModuleMeasurement(
    nn.Module<Tensor, Tensor> module, Tensor probe, Tensor? targets, CollapseProbeOptions options,
    Func<ObservedLayer, double?>? staticBiasSize, MeasureLog log)
{
    private const int ExampleRows = 4;

    public CollapseReport Run(CollapseReport? baseline)
    {
        Tensor example = probe.narrow(0, 0, Math.Min(ExampleRows, probe.shape[0]));
        // A module that does not take these rows is the caller's mistake.
        // One that does, but cannot be looked into, is a measurement that fails.
        using (Tensor _ = module.call(example))
        {
        }
        using ModuleObserver? observer =
            log.Try<ModuleObserver?>(nameof(CollapseReport.Layers), null, () => new ModuleObserver(module, example), null);
        if (observer is null)
            return Unobserved();
        using var scope = NewDisposeScope();
        IReadOnlyList<ObservedLayer> layers = Describe(observer);
        if (layers.FirstOrDefault(layer => layer.Width == 0) is { } empty)
        {
            log.Note(nameof(CollapseReport.Layers), empty.Name, "It has no units.");
            return Unobserved();
        }
        // Checked before the rows are run: a baseline of another network is the caller's mistake.
        LayerShapes.Check(layers, baseline);
        baseline ??= log.Try(nameof(LayerReport.Baseline), null, () => Baseline(observer), null);
        using var collapse = new CollapseProbe(layers, options, log);
        foreach ((long start, long count) in Batches())
        {
            using var batch = NewDisposeScope();
            Observation? observed =
                log.Try<Observation?>(nameof(CollapseReport.Layers), null, () => observer.Observe(probe.narrow(0, start, count)), null);
            if (observed is null)
                return Unobserved();
            collapse.Add(observed with { Targets = targets?.narrow(0, start, count) });
        }
        return collapse.Report(baseline);
    }

    private CollapseReport? Baseline(ModuleObserver observer)
    {
        using var scope = NewDisposeScope();
        using var random = new RandomNetwork(module, options.Seed, probe.narrow(0, 0, Math.Min(options.BatchRows, probe.shape[0])));
        using var collapse = new CollapseProbe(
            observer.Describe(), options with { Classes = null, Loss = null }, log.Of(nameof(LayerReport.Baseline)));
        foreach ((long start, long count) in Batches())
        {
            using var batch = NewDisposeScope();
            collapse.Add(observer.Observe(probe.narrow(0, start, count)));
        }
        return collapse.Report();
    }

    private IEnumerable<(long Start, long Count)> Batches()
    {
        for (long start = 0; start < probe.shape[0]; start += options.BatchRows)
            yield return (start, Math.Min(options.BatchRows, probe.shape[0] - start));
    }

    private IReadOnlyList<ObservedLayer> Describe(ModuleObserver observer) => staticBiasSize is null
        ? observer.Describe()
        : [.. observer.Describe().Select(layer => layer with { StaticBiasSize = staticBiasSize(layer) })];

    private CollapseReport Unobserved() => new()
    {
        Name = options.Name,
        Rows = probe.shape[0],
        Classes = options.Classes,
        Layers = [],
        Evidence = options.Evidence,
        NotMeasured = log.NotMeasured,
    };
}
