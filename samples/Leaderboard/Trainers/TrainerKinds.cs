using System.Reflection;
using System.Text.Json.Nodes;
using Leaderboard.Sets;
using Microsoft.ML;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.LightGbm;
using Microsoft.ML.Transforms;
using Syre.MLNet;
using MulticlassTrainers = Microsoft.ML.MulticlassClassificationCatalog.MulticlassClassificationTrainers;

namespace Leaderboard.Trainers;

/// <summary>What trainers of a board can be made from.</summary>
internal static class TrainerKinds
{
    private const string Features = "Features";
    private const string TextFeatures = "TextFeatures";

    private static readonly Dictionary<string, Kind> s_all = new()
    {
        ["SyreTextClassification"] = new("Syre.MLNet", typeof(SyreTextClassificationOptions), TakesText: true,
            (trainers, options) => trainers.SyreTextClassification((SyreTextClassificationOptions)Ours("SyreTextClassification", options))),
        ["SyreNetwork"] = new("Syre.MLNet", typeof(SyreNetworkOptions), TakesText: false,
            (trainers, options) => trainers.SyreNetwork((SyreNetworkOptions)Ours("SyreNetwork", options))),
        ["SdcaMaximumEntropy"] = new("Microsoft.ML", typeof(MLContext), TakesText: false,
            (trainers, options) => trainers.SdcaMaximumEntropy(OptionBinder.Bind<SdcaMaximumEntropyMulticlassTrainer.Options>(options))),
        ["LbfgsMaximumEntropy"] = new("Microsoft.ML", typeof(MLContext), TakesText: false,
            (trainers, options) => trainers.LbfgsMaximumEntropy(OptionBinder.Bind<LbfgsMaximumEntropyMulticlassTrainer.Options>(options))),
        ["LightGbm"] = new("Microsoft.ML.LightGbm", typeof(LightGbmMulticlassTrainer), TakesText: false,
            (trainers, options) => trainers.LightGbm(OptionBinder.Bind<LightGbmMulticlassTrainer.Options>(options))),
    };

    /// <summary>The whole pipeline of a trainer for a set: labels to keys, what makes features of the set's columns, the trainer.</summary>
    /// <exception cref="ArgumentException">The kind or an option is unknown, or does not go with the set.</exception>
    public static IEstimator<ITransformer> Pipeline(MLContext mlContext, Trainer trainer, LoadedSet set)
    {
        Kind kind = Of(trainer);
        IEstimator<ITransformer> pipeline = mlContext.Transforms.Conversion.MapValueToKey(nameof(Row.Label));
        if (!kind.TakesText)
            pipeline = pipeline.Append(FeaturesOf(mlContext, set));
        else if (!set.HasText)
            throw new ArgumentException($"{trainer.Kind} takes texts, and {set.Description.Name} has none.");
        if (trainer.Normalize)
            pipeline = pipeline.Append(mlContext.Transforms.NormalizeMeanVariance(Features));
        return pipeline.Append(kind.Create(mlContext.MulticlassClassification.Trainers, trainer.Options));
    }

    /// <summary>The package that a trainer is from, with its version: its results hold for that one.</summary>
    public static string Version(Trainer trainer)
    {
        (string package, Assembly assembly) = (Of(trainer).Package, Of(trainer).Origin.Assembly);
        string version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        int commit = version.IndexOf('+', StringComparison.Ordinal);
        return $"{package} {(commit < 0 ? version : version[..Math.Min(version.Length, commit + 9)])}";
    }

    private static SyreTrainerOptions Ours(string trainer, JsonObject? named)
    {
        JsonObject options = named?.DeepClone().AsObject() ?? [];
        options["Trainer"] = trainer;
        return SyreTrainerOptions.FromJson(options.ToJsonString());
    }

    private static Kind Of(Trainer trainer) => s_all.TryGetValue(trainer.Kind, out Kind? kind)
        ? kind
        : throw new ArgumentException($"{trainer.Name} is of the unknown kind '{trainer.Kind}'; expected {string.Join(", ", s_all.Keys)}.");

    /// <summary>Texts by <c>FeaturizeText</c>, categories as indicators, missing numbers by the mean, one after the other.</summary>
    private static IEstimator<ITransformer> FeaturesOf(MLContext mlContext, LoadedSet set)
    {
        TransformsCatalog transforms = mlContext.Transforms;
        if (set is { HasText: true, Numbers: 0, Categories: 0 })
            return transforms.Text.FeaturizeText(Features, nameof(Row.Text));
        List<(string Column, IEstimator<ITransformer> Step)> parts = [];
        if (set.HasText)
            parts.Add((TextFeatures, transforms.Text.FeaturizeText(TextFeatures, nameof(Row.Text))));
        if (set.Numbers > 0)
        {
            parts.Add((nameof(Row.Numbers), transforms.ReplaceMissingValues(
                nameof(Row.Numbers), replacementMode: MissingValueReplacingEstimator.ReplacementMode.Mean)));
        }
        if (set.Categories > 0)
            parts.Add((nameof(Row.Categories), transforms.Categorical.OneHotEncoding(nameof(Row.Categories))));
        return parts.Select(part => part.Step).Aggregate((before, step) => before.Append(step))
            .Append(transforms.Concatenate(Features, [.. parts.Select(part => part.Column)]));
    }

    /// <param name="Package">Its package.</param>
    /// <param name="Origin">A type of its package.</param>
    /// <param name="TakesText">Whether it takes texts as they are, and not features.</param>
    /// <param name="Create">Makes it from options.</param>
    private sealed record Kind(
        string Package, Type Origin, bool TakesText, Func<MulticlassTrainers, JsonObject?, IEstimator<ITransformer>> Create);
}
