using System.Globalization;
using Syre.MLNet.Heads;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.Training;
using Syre.Onnx;

namespace Syre.MLNet.Models;

/// <summary>
/// Whether what a file says of its network can be, and is said of the network in the graph. Nothing of the network is made: tensors of the
/// sizes that are only announced may not fit in memory.
/// </summary>
internal static class MetadataChecks
{
    private const int MostLayers = 1000;

    /// <summary>What is wrong, one sentence each.</summary>
    public static IEnumerable<string> Problems(ModelMetadata metadata, OnnxSummary graph)
    {
        if (PredictionTask.Find(metadata.Task) is null)
            yield return $"Task is '{metadata.Task}'; expected one of {string.Join(", ", PredictionTask.Names)}";
        // No n-gram of the training texts may have been frequent enough.
        if (metadata.Features < (metadata.TextOptions is null ? 1 : 0) || metadata.Outputs < 1)
            yield return $"Features is {metadata.Features} and Outputs is {metadata.Outputs}; both must be at least 1";
        if (metadata is { Options: null, TextOptions: null } or { Options: not null, TextOptions: not null })
            yield return "exactly one of Options and TextOptions must be given";
        if (metadata.TextOptions is not null && metadata.Architecture is not null)
            yield return "TextOptions is given with Architecture, which networks of texts do not have";
        IEnumerable<string> further =
            SummaryProblems(metadata.Summary)
            .Concat(ScaleProblems(metadata))
            .Concat(OptionProblems((SyreTrainerOptions?)metadata.Options ?? metadata.TextOptions))
            .Concat(metadata.Architecture is { } architecture ? ArchitectureProblems(architecture, metadata, graph) : [])
            .Concat(GraphProblems(metadata, graph));
        foreach (string problem in further)
            yield return problem;
    }

    private static IEnumerable<string> SummaryProblems(TrainingSummary summary)
    {
        (string Name, long Value)[] counts =
        [
            (nameof(summary.Epochs), summary.Epochs), (nameof(summary.Steps), summary.Steps), (nameof(summary.TrainingRows), summary.TrainingRows),
            (nameof(summary.ValidationRows), summary.ValidationRows), (nameof(summary.SkippedRows), summary.SkippedRows),
            (nameof(summary.Parameters), summary.Parameters), (nameof(summary.Duration), summary.Duration.Ticks),
            (nameof(summary.DiagnosticsDuration), summary.DiagnosticsDuration.Ticks),
        ];
        foreach ((string name, long value) in counts.Where(count => count.Value < 0))
            yield return $"Summary.{name} is {value}; it must not be negative";
        if (summary.BestEpoch < 0 || summary.BestEpoch > Math.Max(summary.Epochs, 1))
            yield return $"Summary.BestEpoch is {summary.BestEpoch} of {summary.Epochs} epochs";
        if (!Enum.IsDefined(summary.StopReason))
            yield return $"Summary.StopReason is {summary.StopReason:D}; expected one of {string.Join(", ", Enum.GetNames<StopReason>())}";
    }

    private static IEnumerable<string> ScaleProblems(ModelMetadata metadata)
    {
        if (PredictionTask.Find(metadata.Task) is { } task && (metadata.Scale is not null) != task.Objective.IsScaled)
            yield return $"Scale is {(metadata.Scale is null ? "missing" : "given")} for a task of the name '{metadata.Task}'";
        if (metadata.Scale is not { } scale)
            yield break;
        double[] all = [scale.Mean, scale.Deviation, scale.Lowest, scale.Highest];
        if (!all.All(value => Math.Abs(value) <= float.MaxValue) || scale.Deviation == 0 || scale.Lowest > scale.Highest)
            yield return $"Scale is {string.Join(", ", all.Select(Text))}; expected are finite numbers of single precision, a deviation other than 0, and a lowest not above the highest";
    }

    private static IEnumerable<string> OptionProblems(SyreTrainerOptions? options)
    {
        if (options is null)
            return [];
        // Early stopping may have had a validation set of the user's own, which no file holds.
        string[] early = options.EarlyStoppingPatience is < 1 ? [$"EarlyStoppingPatience is {options.EarlyStoppingPatience}; it must be at least 1"] : [];
        if (options is SyreNetworkOptions { HiddenLayers.Count: > MostLayers })
            return [$"Options has more than {MostLayers} HiddenLayers"];
        return [.. early, .. (options with { EarlyStoppingPatience = null }).Violations().Select(violation => $"Options: {violation.TrimEnd('.')}")];
    }

    private static IEnumerable<string> ArchitectureProblems(NetworkArchitecture architecture, ModelMetadata metadata, OnnxSummary graph)
    {
        // A sparse network takes only some slots of its column.
        bool features = architecture.Sparse ? architecture.Features >= 1 && architecture.Features <= metadata.Features : architecture.Features == metadata.Features;
        if (!features || architecture.Outputs != metadata.Outputs)
            yield return $"Architecture has {architecture.Features} features and {architecture.Outputs} outputs, the model {metadata.Features} and {metadata.Outputs}";
        if (!(architecture.Entries > 0 && double.IsFinite(architecture.Entries)) || (!architecture.Sparse && architecture.Entries != architecture.Features))
            yield return $"Architecture.Entries is {Text(architecture.Entries)}; expected is {(architecture.Sparse ? "a number above 0" : $"{architecture.Features}")}";
        if (!Enum.IsDefined(architecture.Activation))
            yield return $"Architecture.Activation is {architecture.Activation:D}; expected one of {string.Join(", ", Enum.GetNames<Activation>())}";
        if (architecture.HiddenLayers.Count > MostLayers || architecture.HiddenLayers.Any(width => width < 1))
        {
            yield return $"Architecture.HiddenLayers has {architecture.HiddenLayers.Count} widths; expected are at most {MostLayers}, each at least 1";
            yield break;
        }
        if (metadata.Options is { } options && !Fits(architecture, options, metadata.Task))
            yield return "Architecture and Options disagree on hidden layers, activation or scaling";
        Dictionary<string, OnnxTensorInfo> found = [];
        foreach (OnnxTensorInfo tensor in graph.Initializers)
            if (!found.TryAdd(OnnxModel.GivenName(graph, tensor.Name), tensor))
                yield return $"the graph has '{OnnxModel.GivenName(graph, tensor.Name)}' twice";
        foreach (OnnxTensorInfo expected in architecture.State())
            if (!found.Remove(expected.Name, out OnnxTensorInfo? tensor))
                yield return $"Architecture needs '{expected.Name}', which the graph has not";
            else if (tensor.ElementType != expected.ElementType || !tensor.Dims.SequenceEqual(expected.Dims))
                yield return $"Architecture needs {expected}, the graph has {tensor}";
        if (found.Count > 0)
            yield return $"the graph has '{found.Keys.First()}', which Architecture has not";
    }

    private static bool Fits(NetworkArchitecture architecture, SyreNetworkOptions options, string task) =>
        architecture.HiddenLayers.SequenceEqual(options.HiddenLayers) &&
        (architecture.Parametric, architecture.Scaled) == (options.ParametricActivation, options.ScaleFeatures) &&
        PredictionTask.Find(task) is { } known &&
        architecture.Activation == (options.Activation ?? RealMlp.Activation(known.Objective));

    private static IEnumerable<string> GraphProblems(ModelMetadata metadata, OnnxSummary graph)
    {
        if (graph.Outputs is not [{ ElementType: OnnxElementType.Float, Dims: [1, var outputs] }, ..] || outputs != metadata.Outputs)
            yield return $"Outputs is {metadata.Outputs}, the graph has {graph.Outputs.FirstOrDefault()?.ToString() ?? "none"}";
        if (metadata.Options is not null && (graph.Inputs is not [{ ElementType: OnnxElementType.Float, Dims: [1, var features] }] || features != metadata.Features))
            yield return $"Features is {metadata.Features}, the graph reads {string.Join(", ", graph.Inputs)}";
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
