using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Objectives;
using Syre.Onnx;

namespace Syre.MLNet.Networks;

/// <summary>The shape of a network of texts.</summary>
/// <param name="Features">Number of n-grams and other slots.</param>
/// <param name="HiddenUnits">Width of the hidden layer.</param>
/// <param name="Classes">Number of outputs.</param>
/// <param name="Entries">Mean number of slots of a row that are not 0.</param>
internal sealed record TextSpec(int Features, int HiddenUnits, int Classes, double Entries) : NetworkSpec
{
    public override int Features { get; init; } = Features;

    public override int Outputs => Classes;

    /// <inheritdoc/>
    /// <remarks>With 0, the median of a scaled feature.</remarks>
    public override MissingSpec? Missing { get; init; }

    public override IEnumerable<string> Problems() => [.. base.Problems(), .. Missing?.ProblemsWith(Features) ?? []];

    public override bool IsMadeBy(SyreTrainerOptions options, Objective objective) =>
        options is SyreTextClassificationOptions texts && texts.HiddenUnits == HiddenUnits
        && (Missing is null || texts.MissingValues == MissingValues.Impute);

    /// <inheritdoc/>
    /// <remarks>No n-gram of the training texts may have been frequent enough.</remarks>
    public override bool Takes(int inputs) => Features >= 0 && Features == inputs;

    /// <inheritdoc/>
    /// <remarks>Its graph reads keys of words and of characters, of any number.</remarks>
    public override bool ReadsAs(IReadOnlyList<OnnxTensorInfo> graphInputs, int inputs) => true;

    public override ScoringNetwork Create(NetworkMaking making) => new TextNetwork(this, making);
}
