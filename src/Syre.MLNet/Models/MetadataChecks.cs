using System.Globalization;
using Syre.MLNet.Heads;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.Training;
using Syre.Onnx;
using Syre.Torch;

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
        if (PredictionTask.Find(metadata.Task) is not { } task)
            return [$"Task is '{metadata.Task}'; expected one of {string.Join(", ", PredictionTask.Names)}"];
        string[] network = [.. metadata.Network.Problems().Select(problem => $"Network: {problem}")];
        return network.Length > 0 ? network :
        [
            .. SummaryProblems(metadata.Summary),
            .. IntervalProblems(metadata.Summary.Interval, metadata.Options),
            .. ScaleProblems(metadata.Scales, metadata, task.Objective),
            .. OptionProblems(metadata.Options),
            .. OriginProblems(metadata.Origin, metadata.Network),
            .. MemberProblems(metadata, task.Objective),
            .. NetworkProblems(metadata, task.Objective),
            .. StateProblems(metadata.Network, graph),
            .. GraphProblems(metadata, graph),
        ];
    }

    private static IEnumerable<string> SummaryProblems(TrainingSummary summary)
    {
        (string Name, long Value)[] counts =
        [
            (nameof(summary.Epochs), summary.Epochs), (nameof(summary.Steps), summary.Steps),
            (nameof(summary.TrainingRows), summary.TrainingRows),
            (nameof(summary.ValidationRows), summary.ValidationRows), (nameof(summary.SkippedRows), summary.SkippedRows),
            (nameof(summary.RowsWithMissingFeature), summary.RowsWithMissingFeature),
            (nameof(summary.FeaturesWithMissing), summary.FeaturesWithMissing),
            (nameof(summary.Parameters), summary.Parameters), (nameof(summary.Duration), summary.Duration.Ticks),
            (nameof(summary.DiagnosticsDuration), summary.DiagnosticsDuration.Ticks),
        ];
        foreach ((string name, long value) in counts.Where(count => count.Value < 0))
            yield return $"Summary.{name} is {value}; it must not be negative";
        if (summary.BestEpoch < 0 || summary.BestEpoch > Math.Max(summary.Epochs, 1))
            yield return $"Summary.BestEpoch is {summary.BestEpoch} of {summary.Epochs} epochs";
        if (!(summary.Temperature > 0 && summary.Temperature < float.MaxValue))
            yield return $"Summary.Temperature is {Text(summary.Temperature)}; it must be above 0";
        if (!Enum.IsDefined(summary.StopReason))
            yield return $"Summary.StopReason is {summary.StopReason:D}; expected one of {string.Join(", ", Enum.GetNames<StopReason>())}";
    }

    private static IEnumerable<string> IntervalProblems(IntervalSummary? interval, SyreTrainerOptions options)
    {
        if (interval?.Coverage != (options as SyreNetworkOptions)?.Interval)
            yield return "Summary.Interval is not that of Options";
        if (interval is not null && (interval.Rows < 0 || !(interval.Quantile >= 0)))
            yield return $"Summary.Interval has {interval.Rows} rows and the quantile {Text(interval.Quantile)}; neither may be negative";
    }

    private static IEnumerable<string> OriginProblems(TrainingOrigin? origin, NetworkSpec network)
    {
        if (origin is null)
            yield break;
        if (origin.Deviations.Values.Any(deviation => !(deviation >= 0 && double.IsFinite(deviation))))
            yield return "Origin has a deviation that is no number of 0 or above";
        if (origin.Classes is { Count: var classes } && classes != network.Outputs)
            yield return $"Origin has {classes} classes for {network.Outputs} outputs";
        if (origin.OutputNumbers is { } numbers &&
            (numbers.Count != network.Outputs || numbers.Distinct().Count() < numbers.Count || numbers.Any(number => number < 0)))
        {
            yield return $"Origin has no number of its own for each of {network.Outputs} outputs";
        }
        if (origin.FirstOutputs is < 1)
            yield return $"Origin.FirstOutputs is {origin.FirstOutputs}; it must be at least 1";
        if (origin.TableRows is { } rows
            && (rows.Count == 0 || rows[0] < 1 || rows.Zip(rows.Skip(1)).Any(pair => pair.First >= pair.Second)))
        {
            yield return "Origin.TableRows do not rise from 1 or more";
        }

        if (origin.ShortestCharacters is < 1)
            yield return $"Origin.ShortestCharacters is {origin.ShortestCharacters}; it must be at least 1";
    }

    private static IEnumerable<string> MemberProblems(ModelMetadata metadata, Objective objective)
    {
        int expected = metadata.Network is EnsembleSpec ensemble ? ensemble.Members.Count : 0;
        if (metadata.Members.Count != expected || metadata.Summary.Members.Count != expected)
        {
            return
            [
                $"there are {metadata.Members.Count} Members and {metadata.Summary.Members.Count} of Summary; the network has {expected}",
            ];
        }
        return
        [
            .. metadata.Summary.Members.SelectMany(SummaryProblems),
            .. metadata.Members.SelectMany(member => ScaleProblems(member.Scales, metadata, objective)),
            .. metadata.Members.SelectMany(member => OriginProblems(member.Origin, metadata.Network)),
        ];
    }

    private static IEnumerable<string> ScaleProblems(IReadOnlyList<LabelScale> scales, ModelMetadata metadata, Objective objective)
    {
        int expected = objective.IsScaled ? metadata.Network.Outputs : 0;
        if (scales.Count != expected)
            yield return $"there are {scales.Count} Scales for a task of the name '{metadata.Task}'; expected are {expected}";
        TargetTransform function = (metadata.Options as SyreNetworkOptions)?.TargetTransform ?? TargetTransform.None;
        foreach (LabelScale scale in scales)
        {
            if ((scale.Transform?.Kind ?? TargetTransform.None) != function)
                yield return $"a scale is of {scale.Transform?.Kind.ToString() ?? "no transform"}, Options have {function}";
            foreach (string problem in scale.Transform?.Problems() ?? [])
                yield return problem;
            double[] all = [scale.Mean, scale.Deviation, scale.Lowest, scale.Highest];
            if (!all.All(value => Math.Abs(value) <= float.MaxValue) || scale.Deviation == 0 || scale.Lowest > scale.Highest)
            {
                yield return $"a scale is {string.Join(", ", all.Select(Text))}; expected are finite numbers of single precision, " +
                             "a deviation other than 0, and a lowest not above the highest";
            }
        }
    }

    private static IEnumerable<string> OptionProblems(SyreTrainerOptions options)
    {
        // Early stopping may have had a validation set of the user's own, which no file holds.
        string[] early = options.EarlyStoppingPatience is
            < 1 ? [$"EarlyStoppingPatience is {options.EarlyStoppingPatience}; it must be at least 1"] : [];
        if (options is SyreNetworkOptions { HiddenLayers.Count: > MostLayers })
            return [$"Options has more than {MostLayers} HiddenLayers"];
        var violations = new Violations();
        (options with { EarlyStoppingPatience = null }).AddTo(violations);
        return [.. early, .. violations.Found.Select(violation => $"Options: {violation.TrimEnd('.')}")];
    }

    /// <summary>Whether the network is one that a trainer with these options makes.</summary>
    private static IEnumerable<string> NetworkProblems(ModelMetadata metadata, Objective objective)
    {
        if (!metadata.Network.Takes(metadata.Inputs))
            yield return $"the network takes {metadata.Network.Features} features of {metadata.Inputs} Inputs";
        if (!metadata.Network.IsMadeBy(metadata.Options, objective))
            yield return "Network and Options disagree on kind, hidden layers, activation, scaling, embedding or missing values";
    }

    private static IEnumerable<string> StateProblems(NetworkSpec network, OnnxSummary graph)
    {
        if (network.State() is not { } state)
            yield break;
        Dictionary<string, OnnxTensorInfo> found = [];
        foreach (OnnxTensorInfo tensor in graph.Initializers)
        {
            if (!found.TryAdd(OnnxModel.GivenName(graph, tensor.Name), tensor))
                yield return $"the graph has '{OnnxModel.GivenName(graph, tensor.Name)}' twice";
        }

        foreach (OnnxTensorInfo expected in state)
        {
            if (!found.Remove(expected.Name, out OnnxTensorInfo? tensor))
                yield return $"the network needs '{expected.Name}', which the graph has not";
            else if (tensor.ElementType != expected.ElementType || !tensor.Dims.SequenceEqual(expected.Dims))
                yield return $"the network needs {expected}, the graph has {tensor}";
        }

        if (found.Count > 0)
            yield return $"the graph has '{found.Keys.First()}', which the network has not";
    }

    private static IEnumerable<string> GraphProblems(ModelMetadata metadata, OnnxSummary graph)
    {
        int expected = metadata.Network.Outputs;
        if (graph.Outputs is not [{ ElementType: OnnxElementType.Float, Dims: [1, var outputs] }, ..] || outputs != expected)
            yield return $"the network has {expected} outputs, the graph has {graph.Outputs.FirstOrDefault()?.ToString() ?? "none"}";
        if (!metadata.Network.ReadsAs(graph.Inputs, metadata.Inputs))
            yield return $"Inputs is {metadata.Inputs}, the graph reads {string.Join(", ", graph.Inputs)}";
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
