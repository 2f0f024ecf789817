using System.Reflection;
using Leaderboard.Sets;
using Microsoft.ML;

namespace Leaderboard.Trainers;

/// <summary>What trainers of a board can be made from.</summary>
internal static class TrainerKinds
{
    private const string Features = "Features";

    private static readonly Dictionary<string, TrainerKind> s_all =
        ((IEnumerable<KeyValuePair<string, TrainerKind>>)[.. OurTrainers.Kinds, .. LinearTrainers.Kinds, .. TreeTrainers.Kinds])
        .ToDictionary();

    /// <summary>The whole pipeline of a trainer for a set: what makes label and features of the set's columns, the trainer.</summary>
    /// <exception cref="ArgumentException">The kind or an option is unknown, or does not go with the set.</exception>
    public static IEstimator<ITransformer> Pipeline(MLContext mlContext, Trainer trainer, LoadedSet set)
    {
        TrainerKind kind = Of(trainer);
        if (kind.TakesText && !set.HasText)
            throw new ArgumentException($"{trainer.Kind} takes texts, and {set.Description.Name} has none.");
        IEstimator<ITransformer> pipeline = set.Preparation(mlContext, kind.TakesText ? null : Features, kind.KnowsMissing);
        if (trainer.Normalize)
            pipeline = pipeline.Append(mlContext.Transforms.NormalizeMeanVariance(Features));
        // Some trainers read the rows again and again.
        if (!set.HasText)
            pipeline = pipeline.AppendCacheCheckpoint(mlContext);
        return pipeline.Append(kind.Create(mlContext, set.Description.Task, trainer.OptionsFor(set.Description.Task)));
    }

    /// <summary>The package that a trainer is from, with its version: its results hold for that one.</summary>
    public static string Version(Trainer trainer)
    {
        (string package, Assembly assembly) = (Of(trainer).Package, Of(trainer).Origin.Assembly);
        string version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        int commit = version.IndexOf('+', StringComparison.Ordinal);
        return $"{package} {(commit < 0 ? version : version[..Math.Min(version.Length, commit + 9)])}";
    }

    private static TrainerKind Of(Trainer trainer) => s_all.TryGetValue(trainer.Kind, out TrainerKind? kind)
        ? kind
        : throw new ArgumentException($"{trainer.Name} is of the unknown kind '{trainer.Kind}'; expected {string.Join(", ", s_all.Keys)}.");
}
