using Syre.Torch;

namespace Syre.MLNet.Tests.Engine;

/// <summary>A training of which each step is computed by both, the CPU engine and autograd.</summary>
/// <param name="Task">Name of the task.</param>
/// <param name="Options">The options.</param>
/// <param name="Weighted">Whether the rows have weights.</param>
/// <param name="Holed">Whether some values of some features are missing.</param>
internal sealed record StepCase(string Task, SyreNetworkOptions Options, bool Weighted = false, bool Holed = false)
{
    private static readonly string[] s_tasks = ["binary", "multiclass", "regression", "vector regression"];

    private static readonly SyreNetworkOptions s_options = new()
    {
        HiddenLayers = [17, 9], BatchSize = 16, Dropout = 0, LabelSmoothing = 0, Device = "cpu", Seed = 3,
    };

    /// <summary>By name: every task, activation, decay and option that reaches a step.</summary>
    public static IReadOnlyDictionary<string, StepCase> All { get; } = Named().ToDictionary(named => named.Name, named => named.Case);

    private static IEnumerable<(string Name, StepCase Case)> Named()
    {
        foreach (string task in s_tasks)
        {
            yield return (task, new(task, s_options));
            yield return ($"{task}, weights", new(task, s_options, Weighted: true));
            yield return ($"{task}, dropout", new(task, s_options with { Dropout = 0.3 }));
            yield return ($"{task}, not scaled", new(task, s_options with { ScaleFeatures = false }));
            yield return ($"{task}, missing values", new(task, s_options, Holed: true));
            yield return ($"{task}, missing values, not scaled", new(task, s_options with { ScaleFeatures = false }, Holed: true));
            yield return ($"{task}, embedded", new(task, s_options with { NumericEmbedding = NumericEmbedding.Pbld, Dropout = 0.2 }));
            yield return ($"{task}, embedded, missing values", new(
                task, s_options with { NumericEmbedding = NumericEmbedding.Pbld, HiddenLayers = [] }, Holed: true));
            yield return ($"{task}, linear", new(task, s_options with { HiddenLayers = [] }));
        }
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            foreach (bool parametric in (bool[])[true, false])
            {
                yield return ($"{activation}, parametric {parametric}", new(
                    "regression", s_options with { Activation = activation, ParametricActivation = parametric, Dropout = 0.1 }));
            }
        }
        foreach (string task in s_tasks[..2])
        {
            yield return ($"{task}, smoothing", new(task, s_options with { LabelSmoothing = 0.1 }));
            yield return ($"{task}, smoothing, weights", new(task, s_options with { LabelSmoothing = 0.2 }, Weighted: true));
        }
        foreach (double norm in (double[])[0.02, 1000])
            yield return ($"clipped at {norm}", new("multiclass", s_options with { GradientClipNorm = norm }));
        foreach (SyreOptions decay in Decays())
        {
            foreach (bool coupled in (bool[])[false, true])
            {
                yield return (
                    $"{decay.Mode} {decay.StaticBiasStorage}, coupled {coupled}",
                    new("multiclass", s_options with { Syre = decay with { Coupled = coupled, WeightDecay = 0.5 } }));
            }
        }
    }

    private static IEnumerable<SyreOptions> Decays() =>
        from mode in Enum.GetValues<DecayMode>()
        from storage in Enum.GetValues<StaticBiasStorage>()
        where storage == StaticBiasStorage.Stored || mode is DecayMode.Syre or DecayMode.SyreAdvanced
        select new SyreOptions { Mode = mode, StaticBiasStorage = storage };
}
