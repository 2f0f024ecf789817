using System.Text.Json.Serialization;
using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Objectives;

namespace Syre.MLNet.Networks;

/// <summary>The shape of an encoder, with the decoder or projector that it is trained by.</summary>
/// <param name="Kind">What it is trained for.</param>
/// <param name="GivesError">Whether the error of the reconstruction is an output after the embedding.</param>
/// <param name="Features">See <see cref="TabularSpec"/>.</param>
/// <param name="Sparse">See <see cref="TabularSpec"/>.</param>
/// <param name="Entries">See <see cref="TabularSpec"/>.</param>
/// <param name="Stages">The stages: preprocessing, encoder, the bottleneck that gives the embedding, decoder or projector.</param>
internal sealed record EncoderSpec(
    EncoderKind Kind, bool GivesError, int Features, bool Sparse, double Entries, IReadOnlyList<StageSpec> Stages)
    : TabularSpec(Features, Sparse, Entries, Stages)
{
    /// <summary>Numbers in the embedding.</summary>
    [JsonIgnore]
    public int Size => Bottleneck is { } at ? ((BottleneckSpec)Stages[at]).Units : 0;

    public override int Outputs => Size + (GivesError ? 1 : 0);

    /// <summary>The stage that gives the embedding; null where there is none.</summary>
    [JsonIgnore]
    public int? Bottleneck =>
        Stages.Index().Where(stage => stage.Item is BottleneckSpec).Select(stage => (int?)stage.Index).FirstOrDefault();

    protected override bool EndsWell => Bottleneck is { } at && at < Stages.Count - 1 && (Kind == EncoderKind.Contrastive
        ? Stages[^1] is BottleneckSpec
        : Stages[^1] is OutputSpec decoded && decoded.Outputs == Inputs(Features, Missing));

    /// <summary>An encoder of these options.</summary>
    /// <param name="options">The options.</param>
    /// <param name="features">Features that it takes.</param>
    /// <param name="missing">How missing values are filled in; null where they make outputs NaN.</param>
    /// <param name="size">Numbers in the embedding.</param>
    public static EncoderSpec Of(SyreEncoderOptions options, int features, MissingSpec? missing, int size)
    {
        return new EncoderSpec(
            options.Kind,
            options.ReconstructionError,
            features,
            Sparse: false,
            features,
            [
                new ScalingSpec(),
                .. options.HiddenLayers.Select((width, i) => Block(width, scalesInputs: i == 0)),
                new BottleneckSpec(size, IsGaussian: options.Kind == EncoderKind.VariationalAutoencoder),
                .. options.Kind == EncoderKind.Contrastive ? Projector() : Decoder(),
            ])
        {
            Missing = missing,
        };

        IEnumerable<StageSpec> Projector() =>
            [Block(options.ProjectionSize, scalesInputs: false), new BottleneckSpec(options.ProjectionSize)];

        IEnumerable<StageSpec> Decoder() => options.HiddenLayers.Reverse().Select(width => Block(width, scalesInputs: false))
            .Append(new OutputSpec(Inputs(features, missing), ScalesInputs: false));

        StageSpec Block(int width, bool scalesInputs) =>
            new BlockSpec(width, options.Activation, options.ParametricActivation, scalesInputs);
    }

    public override ScoringNetwork Create(NetworkMaking making) => new EncoderNetwork(this, making);

    public override bool IsMadeBy(SyreTrainerOptions options, Objective objective) => options is SyreEncoderOptions encoder
        && (Missing is null || encoder.MissingValues == MissingValues.Impute)
        && (encoder.EmbeddingSize is null || encoder.EmbeddingSize == Size)
        && (Kind, GivesError) == (encoder.Kind, encoder.ReconstructionError)
        && Stages.SequenceEqual(Of(encoder, Features, Missing, Size).Stages);

    /// <summary>What the first layer reads: the features, and what tells of missing ones.</summary>
    private static int Inputs(int features, MissingSpec? missing) => features + (missing?.Indicated.Count ?? 0);
}
