using Syre.Cpu;
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

    public PreparedUpdate Prepare(ParameterGroupState group, long step, PreparedUpdate? earlier)
    {
        SgdUpdate update = earlier as SgdUpdate ?? new SgdUpdate(dampening, nesterov, coupled);
        update.Prepare(((SgdGroup)group).Momentum, group.LearningRate, group.WeightDecay, isFirst: step == 1);
        return update;
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
