using System.Text.Json.Nodes;
using Leaderboard.Sets;
using Microsoft.ML;

namespace Leaderboard.Trainers;

/// <summary>What a trainer can be made from.</summary>
/// <param name="Package">Its package.</param>
/// <param name="Origin">A type of its package.</param>
/// <param name="Create">Makes it for a task, from options.</param>
internal sealed record TrainerKind(string Package, Type Origin, Func<MLContext, SetTask, JsonObject?, IEstimator<ITransformer>> Create)
{
    /// <summary>Whether it takes texts as they are, and not features.</summary>
    public bool TakesText { get; init; }

    /// <summary>Whether it knows missing numbers (NaN).</summary>
    public bool KnowsMissing { get; init; }
}
