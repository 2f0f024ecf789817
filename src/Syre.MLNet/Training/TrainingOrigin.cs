using Syre.MLNet.Runtime;

namespace Syre.MLNet.Training;

/// <summary>
/// What a training that goes on from a network must know of the first training and of those since; a saved file keeps it.
/// </summary>
/// <param name="Seed">Seed of θ0.</param>
/// <param name="Deviations">The deviation that σ0 is a multiple of, by parameter, as it was when the first training began.</param>
internal sealed record TrainingOrigin(long Seed, IReadOnlyDictionary<string, double> Deviations)
{
    /// <summary>Names of the classes that the outputs are for; null where they have none.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>Outputs of the first training; null where there have been as many ever since.</summary>
    public int? FirstOutputs { get; init; }

    /// <summary>The number that each output has in θ0; null for 0, 1, and so on.</summary>
    public IReadOnlyList<int>? OutputNumbers { get; init; }

    /// <summary>Rows of a text network's table after the first training and after each that added some; null where none did.</summary>
    public IReadOnlyList<int>? TableRows { get; init; }

    /// <summary>Length of the shortest n-gram of characters of a text network; null for others.</summary>
    public int? ShortestCharacters { get; init; }

    /// <summary>The origin of a network of which nothing was noted.</summary>
    public static TrainingOrigin Of(SyreTrainerOptions options, long seed) =>
        new(options.Syre.Seed ?? SeedSequence.Derive(seed, SeedStream.StaticBias), new Dictionary<string, double>());
}
