using Syre.Cpu.Updates;

namespace Syre.Cpu;

/// <summary>The decoupled pull alone, for use beside another optimizer.</summary>
public sealed class DecayUpdate : PreparedUpdate
{
    private DecayKernel _kernel;

    /// <summary>Computes the strength of a step.</summary>
    /// <param name="learningRate">The learning rate, 0 or above.</param>
    /// <param name="weightDecay">λ, 0 or above.</param>
    public void Prepare(double learningRate, double weightDecay) => _kernel = new DecayKernel(learningRate, weightDecay);

    /// <inheritdoc/>
    public override void Apply(in Segment segment, PullKind pull) => SegmentLoop.Run(_kernel, segment, pull, coupled: false);
}
