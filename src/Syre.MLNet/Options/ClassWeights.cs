using System.Collections.Frozen;
using System.Text.Json.Serialization;
using Syre.Torch;

namespace Syre.MLNet;

/// <summary>What rows weigh by their class (<see cref="SyreTrainerOptions.ClassWeights"/>).</summary>
public sealed record ClassWeights
{
    [JsonConstructor]
    private ClassWeights()
    {
    }

    /// <summary>Every row weighs the same.</summary>
    public static ClassWeights None { get; } = new();

    /// <summary>
    /// All classes weigh the same in all: a row of class c weighs n / (classes · n_c) with n rows, n_c of them of that class, each counted
    /// by its example weight.
    /// </summary>
    public static ClassWeights Balanced { get; } = new() { AreBalanced = true };

    /// <summary>Whether they are <see cref="Balanced"/>.</summary>
    [JsonInclude]
    public bool AreBalanced { get; private init; }

    /// <summary>
    /// The weight of a row of each class by the class's name: the value of a key, its number from 1 where it has no values, <c>True</c> or
    /// <c>False</c> of a Boolean. Classes that are not named weigh 1. Null where no weights were given.
    /// </summary>
    [JsonInclude]
    public IReadOnlyDictionary<string, double>? ByClass { get; private init; }

    /// <summary>Weights by the classes' names.</summary>
    /// <param name="byClass">See <see cref="ByClass"/>; numbers of 0 or above.</param>
    public static ClassWeights Given(IReadOnlyDictionary<string, double> byClass)
    {
        ArgumentNullException.ThrowIfNull(byClass);
        return new() { ByClass = byClass.ToFrozenDictionary() };
    }

    /// <summary>Weights by the classes' names, as in <c>Given(("fraud", 20), ("error", 5))</c>.</summary>
    /// <param name="byClass">See <see cref="ByClass"/>; numbers of 0 or above.</param>
    public static ClassWeights Given(params IReadOnlyList<(string Class, double Weight)> byClass)
    {
        ArgumentNullException.ThrowIfNull(byClass);
        return Given(byClass.ToDictionary(one => one.Class, one => one.Weight));
    }

    /// <summary>Whether they say anything.</summary>
    internal bool AreGiven => AreBalanced || ByClass is not null;

    /// <summary>Notes what is out of range.</summary>
    internal void AddTo(Violations violations)
    {
        violations.Require(!AreBalanced || ByClass is null, "ClassWeights are balanced and given; use one of the two.");
        foreach ((string name, double weight) in ByClass ?? FrozenDictionary<string, double>.Empty)
        {
            violations.Require(
                weight >= 0 && double.IsFinite(weight),
                FormattableString.Invariant($"ClassWeights has a weight of {weight} for class '{name}'; ") +
                "it must be a number of 0 or above.");
        }
    }
}
