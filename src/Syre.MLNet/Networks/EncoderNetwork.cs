using System.Globalization;
using Syre.Cpu;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Objectives;
using Syre.MLNet.Runtime;
using Syre.Torch;
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
    private readonly SyreEncoderOptions _options;
    private readonly TorchRandomness? _randomness;
    private readonly long _noise;
    private readonly int _embedding;
    private long _step;
    private double _progress;

    /// <param name="spec">What it is made of.</param>
    /// <param name="making">How.</param>
    public EncoderNetwork(EncoderSpec spec, NetworkMaking making)
        : base(spec, making)
    {
        (_spec, _embedding, _randomness) = (spec, spec.Bottleneck!.Value, making.Randomness);
        _options = making.Encoder ?? new SyreEncoderOptions();
        _noise = SeedSequence.Derive(making.Seed, SeedStream.Noise);
    }

    public override int JudgedSize => 1;

    public override int BlockRows => Math.Clamp(BlockValues / Inputs, 1, MostBlockRows);

    /// <summary>What the first layer reads of a row.</summary>
    private int Inputs => Features + Indicated.Count;

    public override void BeginStep(long step, double dropout, double progress)
    {
        base.BeginStep(step, dropout, progress);
        (_step, _progress) = (step, progress);
    }

    /// <inheritdoc/>
    /// <remarks>Of rows held back noise and corruptions are the same in every epoch, so that epochs can be compared.</remarks>
    public override Tensor Judged(in Batch rows) => _spec.Kind switch
    {
        EncoderKind.VariationalAutoencoder => NegativeBound(Prepared(rows[0])),
        EncoderKind.Contrastive => Contrast(rows[0]),
        _ => Reconstruction(Prepared(rows[0])),
    };

    public override double? ConstantLoss(in Batch rows)
    {
        if (_spec.Kind == EncoderKind.Contrastive)
            return PortableMath.Log(2 * Prepared(rows[0]).Rows - 1);
        Tensor inputs = Prepared(rows[0]).ToDense(Inputs);
        double error = EncodingLosses.Reconstruction(inputs.mean([0], keepdim: true), inputs).mean().item<float>();
        return _spec.Kind == EncoderKind.Autoencoder ? error : error * Inputs / 2;
    }

    public override (Tensor Mean, Tensor LogVariance)? Posterior(in Batch rows) =>
        _spec.Kind == EncoderKind.VariationalAutoencoder ? Posterior(Prepared(rows[0])) : null;

    public override Tensor FromPrepared(in FeatureRows rows)
    {
        FeatureRows embedding = Run(rows, 1..(_embedding + 1), null);
        return _spec.GivesError
            ? cat([embedding.Dense!, Error(Run(embedding, (_embedding + 1).., null).Dense!, rows)], 1)
            : embedding.Dense!;
    }

    public override NetworkTrace Trace(in Batch rows)
    {
        var hidden = new List<Tensor>();
        FeatureRows prepared = Prepared(rows[0]);
        Tensor last = Run(prepared, 1.., hidden).Dense!, embedding = hidden[Shown - 1];
        return new NetworkTrace(_spec.GivesError ? cat([embedding, Error(last, prepared)], 1) : embedding, hidden);
    }

    /// <inheritdoc/>
    /// <remarks>Those up to the embedding, which the rows' diagnostics end with.</remarks>
    public override IReadOnlyList<int> ExportedLayers() => [.. Enumerable.Range(0, Shown)];

    protected override string NameOf(int at, int index) =>
        at < _embedding ? $"encoder{index + 1}"
        : at == _embedding ? "embedding"
        : $"{(_spec.Kind == EncoderKind.Contrastive ? "projector" : "decoder")}{index + 1 - Shown}";

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

    private Tensor Reconstruction(in FeatureRows prepared) => Error(Run(prepared, 1.., null).Dense!, prepared);

    private Tensor Error(Tensor decoded, in FeatureRows prepared) =>
        EncodingLosses.Reconstruction(decoded, prepared.ToDense(Inputs)).unsqueeze(1);

    private (Tensor Mean, Tensor LogVariance) Posterior(in FeatureRows prepared) =>
        ((Bottleneck)Stages[_embedding].Stage).Posterior(Run(prepared, 1.._embedding, null));

    /// <summary>The negative evidence lower bound of a decoder with noise of variance 1, less a constant, with β.</summary>
    private Tensor NegativeBound(in FeatureRows prepared)
    {
        (Tensor mean, Tensor logVariance) = Posterior(prepared);
        var draws = new float[mean.numel()];
        Random("latents").FillNormal(draws, 0, 1);
        Tensor drawn = mean.Add(logVariance.Mul(0.5).exp() * tensor(draws, device: mean.device).reshape(mean.shape));
        Tensor error = Error(Run(new FeatureRows(drawn), (_embedding + 1).., null).Dense!, prepared);
        double share = training && _options.WarmUp > 0 ? Math.Min(1, _progress / _options.WarmUp) : 1;
        return error.Mul(Inputs / 2.0).Add(EncodingLosses.Divergence(mean, logVariance).unsqueeze(1).Mul(share * _options.Beta));
    }

    private Tensor Contrast(in FeatureRows rows)
    {
        FeatureRows first, second;
        if (_options.Augment is { } augment)
            (first, second) = (Augmented(rows, augment), Augmented(rows, augment));
        else
            (first, second) = (Prepared(rows), RowCorruption.Corrupt(Prepared(rows), _options.CorruptionRate, Random("corruptions")));
        return EncodingLosses.NtXent(Run(first, 1.., null).Dense!, Run(second, 1.., null).Dense!, _options.Temperature).unsqueeze(1);
    }

    private FeatureRows Augmented(in FeatureRows rows, Func<Tensor, Tensor> augment)
    {
        Tensor before = rows.ToDense(Features), after;
        using (_randomness?.Enter())
            after = augment(before);
        return after.shape.SequenceEqual(before.shape) && after.dtype == float32
            ? Prepared(new FeatureRows(after))
            : throw new InvalidOperationException(
                $"{nameof(_options.Augment)} gave {after.dtype} [{string.Join(", ", after.shape)}] for rows " +
                $"Float32 [{string.Join(", ", before.shape)}]; it must give as many numbers of the same type.");
    }

    /// <summary>Random numbers of a step, or of rows held back.</summary>
    private ElementRandom Random(string purpose) =>
        new(_noise, string.Create(CultureInfo.InvariantCulture, $"{purpose} {(training ? _step : -1)}"));
}
