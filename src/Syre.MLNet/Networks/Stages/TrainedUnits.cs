using System.Globalization;
using System.Text.Json.Serialization;
using Syre.Onnx;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks.Stages;

/// <summary>
/// How each unit that a layer was trained with follows from those that a compaction left: factor × a unit + offset. What shows the layer,
/// such as the diagnostics of a row, goes on to show it as it was trained.
/// </summary>
/// <param name="From">For each unit the unit that is left, from 0.</param>
/// <param name="Factors">Its factor; 0 for a unit that was a constant.</param>
/// <param name="Offsets">What is added.</param>
internal sealed record TrainedUnits(IReadOnlyList<int> From, IReadOnlyList<float> Factors, IReadOnlyList<float> Offsets)
{
    /// <summary>What a compaction says of a layer.</summary>
    public static TrainedUnits Of(IReadOnlyList<UnitSource> sources) => new(
        [.. sources.Select(source => source.Unit)], [.. sources.Select(source => source.Factor)],
        [.. sources.Select(source => source.Offset)]);

    /// <summary>The same for whoever compacts the layer again.</summary>
    public IReadOnlyList<UnitSource> Sources() =>
        [.. From.Select((unit, i) => new UnitSource(unit, Factors[i], Offsets[i]))];

    /// <summary>Units that are left.</summary>
    [JsonIgnore]
    public int Left => From.Max() + 1;

    /// <summary>The units that there were, <c>[rows, units]</c>, from those that are left.</summary>
    public Tensor Apply(Tensor units)
    {
        Tensor from = tensor(From.Select(unit => (long)unit).ToArray(), device: units.device);
        return (units.index_select(1, from) * Numbers(Factors)).Add(Numbers(Offsets));

        Tensor Numbers(IReadOnlyList<float> numbers) => tensor(numbers.ToArray(), device: units.device);
    }

    /// <summary>The same in a graph.</summary>
    public string Apply(OnnxGraphBuilder graph, string units)
    {
        string from = graph.AddInt64Constant([.. From.Select(unit => (long)unit)]);
        string all = graph.AddNode("Mul", [graph.AddNode("Gather", [units, from], ("axis", 1)), Constant(Factors)]);
        return graph.AddNode("Add", [all, Constant(Offsets)]);

        string Constant(IReadOnlyList<float> numbers) => graph.AddConstant(OnnxTensor.Create(numbers.ToArray(), numbers.Count));
    }

    /// <summary>By the numbers.</summary>
    public bool Equals(TrainedUnits? other) => other is not null && From.SequenceEqual(other.From)
        && Factors.SequenceEqual(other.Factors) && Offsets.SequenceEqual(other.Offsets);

    public override int GetHashCode() => From.Count;

    /// <summary>What cannot be, one sentence each.</summary>
    /// <param name="units">Units that are left.</param>
    public IEnumerable<string> Problems(int units)
    {
        if (From.Count < units || Factors.Count != From.Count || Offsets.Count != From.Count)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"Trained has {From.Count} units, {Factors.Count} factors and {Offsets.Count} offsets for {units} units that are left");
        }
        if (From.Any(unit => unit < 0 || unit >= units) || !Factors.Concat(Offsets).All(float.IsFinite))
            yield return "Trained has a unit that is not left, or a number that is not finite";
    }
}
