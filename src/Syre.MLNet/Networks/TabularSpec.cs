using System.Globalization;
using System.Text.Json.Serialization;
using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Objectives;
using Syre.Onnx;

namespace Syre.MLNet.Networks;

/// <summary>The shape of the built-in network.</summary>
/// <param name="Features">Features that it takes.</param>
/// <param name="Sparse">Whether it takes only some slots of a sparse column, and of a row those that are not 0.</param>
/// <param name="Entries">How many features of a row differ from 0 on average; all of a column that is not sparse.</param>
/// <param name="Stages">The stages, from the features to the outputs.</param>
internal record TabularSpec(int Features, bool Sparse, double Entries, IReadOnlyList<StageSpec> Stages) : NetworkSpec
{
    private const int MostStages = 1000;

    public override int Features { get; init; } = Features;

    /// <summary>How missing values are filled in, before all stages; null where they make outputs NaN.</summary>
    public override MissingSpec? Missing { get; init; }

    public override int Outputs => Stages is [.., OutputSpec { Outputs: var outputs }] ? outputs : 0;

    /// <summary>The embedding, which is the second stage; null for none.</summary>
    [JsonIgnore]
    public EmbeddingSpec? Embedding => Stages.Count > 1 ? Stages[1] as EmbeddingSpec : null;

    /// <summary>The stages before a compaction.</summary>
    [JsonIgnore]
    public IEnumerable<StageSpec> TrainedStages => Stages.Select(stage => stage.BeforeCompaction());

    public override IReadOnlyList<TrainedUnits?> Trained => [.. Stages.OfType<BlockSpec>().Select(block => block.Trained)];

    /// <summary>RealMLP's network (arXiv 2407.04491) of these options.</summary>
    /// <param name="options">The options.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="features">Features that it takes.</param>
    /// <param name="outputs">Outputs that it gives.</param>
    /// <param name="embedding">Which features are embedded; null for none.</param>
    public static TabularSpec Of(
        SyreNetworkOptions options, Activation activation, int features, int outputs, EmbeddingSpec? embedding = null) => new(
        features,
        Sparse: false,
        features,
        [
            options.ScaleFeatures ? new ScalingSpec() : new BoundSpec(),
            .. embedding is null ? [] : new StageSpec[] { embedding },
            .. options.HiddenLayers.Select(
                (width, i) => new BlockSpec(width, activation, options.ParametricActivation, ScalesInputs: i == 0)),
            new OutputSpec(outputs, ScalesInputs: options.HiddenLayers.Count == 0),
        ]);

    public override ScoringNetwork Create(NetworkMaking making) => new TabularNetwork(this, making);

    /// <summary>Whether the last stage is one that such a network ends with.</summary>
    protected virtual bool EndsWell => Stages[^1] is OutputSpec;

    private StageInputs FirstInputs => new(Features, Entries, Sparse);

    /// <summary>The stages with their names and what each gets.</summary>
    public IEnumerable<(string Name, StageSpec Spec, StageInputs Inputs)> Places()
    {
        StageInputs inputs = Missing?.After(FirstInputs) ?? FirstInputs;
        for (int i = 0; i < Stages.Count; i++)
        {
            yield return ($"stage{i}", Stages[i], inputs);
            inputs = Stages[i].After(inputs);
        }
    }

    public override IEnumerable<OnnxTensorInfo> State()
    {
        if (Sparse)
            yield return new OnnxTensorInfo(ScoringNetwork.SlotsName, OnnxElementType.Int64, [Features]);
        (string, StageSpec, StageInputs)[] missing = Missing is null ? [] : [(MissingSpec.Name, Missing, FirstInputs)];
        foreach ((string name, StageSpec spec, StageInputs inputs) in missing.Concat(Places()))
        {
            foreach (OnnxTensorInfo tensor in spec.State(inputs))
                yield return tensor with { Name = $"{name}.{tensor.Name}" };
        }
    }

    public override IEnumerable<string> Problems()
    {
        if (Stages.Count is 0 or > MostStages || !EndsWell)
            return [$"there are {Stages.Count} stages; expected are at most {MostStages}, the last of them the outputs'"];
        if (Stages.Index().Any(stage => stage.Item is EmbeddingSpec && stage.Index != 1))
            return ["an embedding is not the second stage"];
        string[] problems =
        [
            .. Missing?.ProblemsWith(Features) ?? [], .. Embedding?.ProblemsWith(Features, Sparse) ?? [],
            .. Stages.SelectMany(stage => stage.Problems()),
        ];
        if (!(Entries > 0 && double.IsFinite(Entries)) || (!Sparse && Entries != Features))
        {
            return [.. problems, string.Create(
                CultureInfo.InvariantCulture, $"Entries is {Entries}; expected is {(Sparse ? "a number above 0" : $"{Features}")}")];
        }

        return problems;
    }

    public override bool IsMadeBy(SyreTrainerOptions options, Objective objective) => options is SyreNetworkOptions network
        && (Missing is null || network.MissingValues == MissingValues.Impute)
        // Options that leave it open take what an earlier network had.
        && (Embedding is null || network is { ScaleFeatures: true, NumericEmbedding: null or NumericEmbedding.Pbld })
        && TrainedStages.SequenceEqual(
            Of(network, network.Activation ?? RealMlp.Activation(objective), Features, Outputs, Embedding).Stages);

    /// <inheritdoc/>
    /// <remarks>A sparse network takes only some slots of its column.</remarks>
    public override bool Takes(int inputs) => Features >= 1 && (Sparse ? Features <= inputs : Features == inputs);
}
