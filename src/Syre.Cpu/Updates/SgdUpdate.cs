using Syre.Cpu.Updates;

namespace Syre.Cpu;

/// <summary>Gradient descent; a segment's first state vector, where there is momentum, is the momentum buffer.</summary>
/// <param name="dampening">How much less than all of the gradient enters the momentum, finite.</param>
/// <param name="nesterov">Whether the gradient is taken ahead along the momentum.</param>
/// <param name="coupled">Whether the pull goes into the gradient rather than straight to the weight.</param>
public sealed class SgdUpdate(double dampening, bool nesterov, bool coupled) : PreparedUpdate
{
    private SgdKernel _plain;
    private MomentumKernel? _withMomentum;

    /// <summary>Computes the coefficients of a step.</summary>
    /// <param name="momentum">How much of the last direction is kept, 0 or above.</param>
    /// <param name="learningRate">The learning rate, 0 or above.</param>
    /// <param name="weightDecay">λ, 0 or above.</param>
    /// <param name="isFirst">Whether it is the first step with momentum, which fills the buffer.</param>
    public void Prepare(double momentum, double learningRate, double weightDecay, bool isFirst)
    {
        _plain = new SgdKernel(learningRate, weightDecay);
        _withMomentum = momentum == 0
            ? null
            : new MomentumKernel(learningRate, weightDecay, momentum, dampening, nesterov, isFirst);
    }

    /// <inheritdoc/>
    public override void Apply(in Segment segment, PullKind pull)
    {
        if (_withMomentum is { } kernel)
            SegmentLoop.Run(kernel, segment, pull, coupled);
        else
            SegmentLoop.Run(_plain, segment, pull, coupled);
    }
}
