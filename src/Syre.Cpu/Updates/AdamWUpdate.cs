using Syre.Cpu.Updates;

namespace Syre.Cpu;

/// <summary>
/// AdamW (Loshchilov &amp; Hutter 2019); a segment's state vectors are the running means of the gradient and of its square.
/// </summary>
/// <param name="eps">Added to the denominator, 0 or above.</param>
/// <param name="coupled">Whether the pull goes into the gradient rather than straight to the weight.</param>
public sealed class AdamWUpdate(double eps, bool coupled) : PreparedUpdate
{
    private AdamWKernel _kernel;

    /// <summary>Computes the coefficients of a step.</summary>
    /// <param name="beta1">The decay of the gradient's running mean, in [0, 1).</param>
    /// <param name="beta2">The decay of the squared gradient's running mean, in [0, 1).</param>
    /// <param name="learningRate">The learning rate, 0 or above.</param>
    /// <param name="weightDecay">λ, 0 or above.</param>
    /// <param name="step">The number of the step, from 1.</param>
    public void Prepare(double beta1, double beta2, double learningRate, double weightDecay, long step) =>
        _kernel = new AdamWKernel(beta1, beta2, eps, learningRate, weightDecay, step);

    /// <inheritdoc/>
    public override void Apply(in Segment segment, PullKind pull) => SegmentLoop.Run(_kernel, segment, pull, coupled);
}
