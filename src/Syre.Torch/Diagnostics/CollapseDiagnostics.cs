using Syre.Torch.Diagnostics;
using Syre.Torch.Diagnostics.Baseline;
using Syre.Torch.Diagnostics.Measures;
using Syre.Torch.Numbers;
using static TorchSharp.torch;

namespace Syre.Torch;

/// <summary>The collapse measures of a whole module, in one call.</summary>
public static class CollapseDiagnostics
{
    /// <summary>Measures every hidden layer of a module on probe rows, and, as baseline, a random network of the same
    /// shape on the same rows.</summary>
    /// <param name="module">
    /// The network. It is measured in evaluation mode and gets its mode back; for the baseline its weights are replaced and restored bit
    /// for bit, so nobody else may use it meanwhile. What is seen of it: <see cref="ModuleObserver"/>.
    /// </param>
    /// <param name="probe">Rows as the network takes them, <c>[rows, …]</c>, on its device. 1000 or more, and more than the widest layer:
    /// fewer rows cap the ranks.</param>
    /// <param name="targets">Labels of the rows: classes from 0 as int64 <c>[rows]</c>, or numbers as float; null without.</param>
    /// <param name="options">What to measure; null for the defaults.</param>
    /// <param name="baseline">An earlier baseline's report, to be used again; null (default) to measure a random network. Random weights
    /// are PyTorch's default draws by <see cref="CollapseProbeOptions.Seed"/>; torch's own generator is neither read nor moved.</param>
    /// <param name="staticBiasSize">The size of θ0 in a layer's weights, where the module was trained with syre: σ0 × the deviation that
    /// the weight had when the optimizer was made (<see cref="ObservedLayer.StaticBiasSize"/>); null (default) without. The layer's
    /// tensors are only good inside.</param>
    /// <returns>The report, without findings. What could not be measured is in <see cref="CollapseReport.NotMeasured"/>; a module that
    /// runs, but whose layers cannot be observed, has a report without layers.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or rows, targets or baseline do not fit.</exception>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    public static CollapseReport Measure(
        nn.Module<Tensor, Tensor> module,
        Tensor probe,
        Tensor? targets = null,
        CollapseProbeOptions? options = null,
        CollapseReport? baseline = null,
        Func<ObservedLayer, double?>? staticBiasSize = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(probe);
        options ??= new CollapseProbeOptions();
        options.Validate();
        if (probe.dim() == 0 || probe.shape[0] == 0)
            throw new InvalidOperationException("The probe has no rows: there is nothing to measure.");
        if (targets is not null && (targets.dim() == 0 || targets.shape[0] != probe.shape[0]))
        {
            throw new ArgumentException(
                $"The targets have shape [{string.Join(", ", targets.shape)}] and the probe {probe.shape[0]} rows; " +
                "expected a target a row.", nameof(targets));
        }
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var mode = new EvaluationMode(module);
        return new ModuleMeasurement(module, probe, targets, options, staticBiasSize, new MeasureLog()).Run(baseline);
    }

    /// <summary>A table of embeddings, such as the weight of an <c>Embedding</c>: rank, dead dimensions, repeated rows.</summary>
    /// <param name="name">The table's name, for the report.</param>
    /// <param name="table"><c>[rows, dimensions]</c>, float32, on any device.</param>
    /// <exception cref="ArgumentException">The table has not two dimensions, or is empty.</exception>
    public static EmbeddingReport Embedding(string name, Tensor table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.dim() != 2 || table.numel() == 0)
        {
            throw new ArgumentException($"The table has shape [{string.Join(", ", table.shape)}]; expected [rows, dimensions], none 0.",
                nameof(table));
        }

        return EmbeddingTable.Measure(name, table);
    }

    /// <summary>The latents of a variational autoencoder, from what its encoder gives.</summary>
    /// <param name="mean">Posterior means, <c>[rows, latents]</c>, at least two rows.</param>
    /// <param name="logVariance">Logarithms of the posterior variances, of the same shape.</param>
    /// <param name="threshold">δ, the variance of the mean above which a latent is active; 0 or above, default
    /// 0.01 (Burda et al. 2016).</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="InvalidOperationException">A number is not finite.</exception>
    public static LatentReport Latents(Tensor mean, Tensor logVariance, double threshold = 0.01)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(logVariance);
        Arguments.RequireNotNegative(threshold);
        if (mean.dim() != 2 || mean.shape[0] < 2 || !mean.shape.SequenceEqual(logVariance.shape))
        {
            throw new ArgumentException(
                $"The means have shape [{string.Join(", ", mean.shape)}] and the log variances " +
                $"[{string.Join(", ", logVariance.shape)}]; expected [rows, latents] for both, and two rows or more.", nameof(mean));
        }
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Tensor mu = Host.InDouble(mean), log = Host.InDouble(logVariance);
        float[] variance =
            Single(mu.var(0, unbiased: true)), divergence = Single((mu.Square().Add(log.exp()).Sub(1) - log).Div(2).mean([0]));
        if (!variance.Concat(divergence).All(float.IsFinite))
        {
            throw new InvalidOperationException(
                "A mean or log variance is not finite, or exp of a log variance is not: the encoder is broken.");
        }

        return new LatentReport { Threshold = threshold, MeanVariance = variance, KullbackLeibler = divergence };

        static float[] Single(Tensor tensor) => [.. Host.Doubles(tensor).Select(value => (float)value)];
    }

    /// <summary>
    /// |L(mirrored φ) − L(φ)|/‖Pφ‖ for random mirrors of each layer: exchanges of two units, and for odd activations changes of a unit's
    /// sign. 0 where the mirror is intact; with syre 4γ|pᵀθ0| with p the unit vector along Pφ (statement T5 of src/Syre.Torch/README.md).
    /// </summary>
    /// <param name="layers">Layers; those without <see cref="ObservedLayer.Parameters"/> get null.</param>
    /// <param name="loss">The whole loss at the present parameters, decay included, the same number when called twice. Every change of the
    /// parameters is undone, bit for bit, before this returns.</param>
    /// <param name="samples">Mirrors of each kind for each layer; 1 or more. Default 16, whose median is steady
    /// enough to compare runs.</param>
    /// <param name="seed">Of the choice of mirrors, any number.</param>
    /// <returns>The median of each layer; null where no mirror could be tried, as where all units are one.</returns>
    /// <exception cref="InvalidOperationException">The loss is not finite.</exception>
    public static IReadOnlyList<double?> SymmetryGap(
        IReadOnlyList<ObservedLayer> layers, Func<double> loss, int samples = 16, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        double before = loss();
        if (!double.IsFinite(before))
            throw new InvalidOperationException(FormattableString.Invariant($"The loss is {before}: there is no gap to measure."));
        var random = new Random((int)(seed ^ seed >> 32));
        return [.. layers.Select(layer => Gap(layer, loss, before, samples, random))];
    }

    private static double? Gap(ObservedLayer layer, Func<double> loss, double before, int samples, Random random)
    {
        if (layer.Parameters.Count == 0)
            return null;
        using var scope = NewDisposeScope();
        var gaps = new List<double?>();
        for (int sample = 0; sample < samples; sample++)
        {
            int first = random.Next(layer.Width), second = random.Next(layer.Width - 1);
            if (layer.Width > 1)
                gaps.Add(MirrorSample.Exchange(layer.Parameters, first, second < first ? second : second + 1, loss, before));
            if (layer.IsOdd)
                gaps.Add(MirrorSample.Flip(layer.Parameters, first, loss, before));
        }
        double[] measured = [.. gaps.OfType<double>()];
        return measured.Length == 0 ? null : WeightGeometry.Median(measured);
    }
}
