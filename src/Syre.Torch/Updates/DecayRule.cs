using Syre.Cpu;
using Syre.Torch.Parameters;

namespace Syre.Torch.Updates;

/// <summary>The decoupled pull alone, for use beside another optimizer.</summary>
internal sealed class DecayRule : IUpdateRule
{
    public bool ReadsGradient => false;

    public bool IsCoupled => false;

    public int VectorCount(ParameterGroupState group) => 0;

    public bool CountsSteps(ParameterGroupState group) => false;

    public PreparedUpdate Prepare(ParameterGroupState group, long step, PreparedUpdate? earlier)
    {
        DecayUpdate update = earlier as DecayUpdate ?? new DecayUpdate();
        update.Prepare(group.LearningRate, group.WeightDecay);
        return update;
    }

    public void Update(ParameterGroupState group, long step, in TensorRun run, PullKind pull) =>
        run.Apply(pull, coupled: false, group.LearningRate, group.WeightDecay);
}
