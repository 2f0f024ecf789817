using Syre.MLNet.Inputs;
using Syre.MLNet.Objectives;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks;

/// <summary>
/// An encoder with the decoder or projector that it is trained by. Its outputs are the embedding and, where it is asked for, the error of
/// the reconstruction; what is judged is the loss of each row.
/// </summary>
internal sealed class EncoderNetwork : TabularNetwork
{
    /// <summary>Numbers of a block of rows that losses are computed of at once.</summary>
    private const int BlockValues = 1 << 22;

    private const int MostBlockRows = 512;

    private readonly EncoderSpec _spec;
    private readonly int _embedding;

    /// <param name="spec">What it is made of.</param>
    /// <param name="making">How.</param>
    public EncoderNetwork(EncoderSpec spec, NetworkMaking making)
        : base(spec, making) => (_spec, _embedding) = (spec, spec.Bottleneck!.Value);

    public override int JudgedSize => 1;

    public override int BlockRows => Math.Clamp(BlockValues / Inputs, 1, MostBlockRows);

    /// <summary>What the first layer reads of a row.</summary>
    private int Inputs => Features + Indicated.Count;

    public override Tensor Judged(in Batch rows)
    {
        FeatureRows prepared = Prepared(rows[0]);
        return Error(Run(prepared, 1.., null), prepared);
    }

    public override double? ConstantLoss(in Batch rows)
    {
        Tensor inputs = Prepared(rows[0]).ToDense(Inputs);
        return EncodingLosses.Reconstruction(inputs.mean([0], keepdim: true), inputs).mean().item<float>();
    }

    public override Tensor Forward(in Batch rows) => FromPrepared(Prepared(rows[0]));

    public override Tensor FromPrepared(in FeatureRows rows)
    {
        Tensor embedding = Run(rows, 1..(_embedding + 1), null);
        return _spec.GivesError ? cat([embedding, Error(Run(new(embedding), (_embedding + 1).., null), rows)], 1) : embedding;
    }

    public override NetworkTrace Trace(in Batch rows)
    {
        var hidden = new List<Tensor>();
        FeatureRows prepared = Prepared(rows[0]);
        Tensor decoded = Run(prepared, 1.., hidden), embedding = hidden[Shown - 1];
        return new NetworkTrace(_spec.GivesError ? cat([embedding, Error(decoded, prepared)], 1) : embedding, hidden);
    }

    /// <inheritdoc/>
    /// <remarks>Those up to the embedding, which the rows' diagnostics end with.</remarks>
    public override IReadOnlyList<int> ExportedLayers() => [.. Enumerable.Range(0, Shown)];

    protected override string NameOf(int at, int index) =>
        at < _embedding ? $"encoder{index + 1}" : at == _embedding ? "embedding" : $"decoder{index + 1 - Shown}";

    protected override string FeaturesToOnnx(OnnxExportContext context, string input)
    {
        string prepared = Exported(0, input), value = prepared;
        for (int at = 1; at <= _embedding; at++)
            value = Exported(at, value);
        string embedding = value;
        // What is behind the embedding is state alone where nothing reads it.
        context.At(Stages[_embedding + 1].Name).Note(Stages[_embedding + 1].Stage, embedding);
        if (!_spec.GivesError)
            return embedding;
        for (int at = _embedding + 1; at < Stages.Count; at++)
            value = Exported(at, value);
        string difference = context.Op("Sub", value, prepared);
        string error = context.Graph.AddNode(
            "ReduceMean", [context.Op("Mul", difference, difference)], ("axes", new long[] { 1 }), ("keepdims", 1));
        return context.Graph.AddNode("Concat", [embedding, error], ("axis", 1));

        string Exported(int at, string read) => context.Export(Stages[at].Stage, Stages[at].Name, read);
    }

    /// <summary>Hidden layers up to the embedding.</summary>
    private int Shown => Hidden.Count(at => at <= _embedding);

    private Tensor Error(Tensor decoded, in FeatureRows prepared) =>
        EncodingLosses.Reconstruction(decoded, prepared.ToDense(Inputs)).unsqueeze(1);
}
