using Syre.Torch.Decay;
using Syre.Torch.Parameters;
using Syre.Torch.Updates;
using static TorchSharp.torch;

namespace Syre.Torch.Optimizers;

/// <summary>Gradient descent; its state vector, once there is momentum, is the momentum buffer.</summary>
internal sealed class SgdRule(double dampening, bool nesterov, bool coupled) : IUpdateRule
{
    public bool ReadsGradient => true;

    public bool IsCoupled => coupled;

    public int VectorCount(ParameterGroupState group) => CountsSteps(group) ? 1 : 0;

    /// <summary>Only steps with momentum count: the first of them fills the buffer.</summary>
    public bool CountsSteps(ParameterGroupState group) => ((SgdGroup)group).Momentum != 0;

    public void Update(ParameterGroupState group, long step, in Segment segment, PullKind pull)
    {
        double momentum = ((SgdGroup)group).Momentum;
        if (momentum == 0)
        {
            SegmentLoop.Run(new SgdKernel(group.LearningRate, group.WeightDecay), segment, pull, coupled);
            return;
        }
        var kernel = new MomentumKernel(group.LearningRate, group.WeightDecay, momentum, dampening, nesterov, isFirst: step == 1);
        SegmentLoop.Run(kernel, segment, pull, coupled);
    }

    public void Update(ParameterGroupState group, long step, in TensorRun run, PullKind pull)
    {
        double momentum = ((SgdGroup)group).Momentum;
        run.Apply(pull, coupled, group.LearningRate, group.WeightDecay);
        Tensor direction = run.Gradient;
        if (momentum != 0)
        {
            Tensor buffer = step == 1 ? run.First!.copy_(direction) : run.First!.Mul_(momentum).Add_(direction, 1 - dampening);
            direction = nesterov ? direction.Add_(buffer, momentum) : buffer;
        }
        run.Weight.Add_(direction, -group.LearningRate);
    }
}
