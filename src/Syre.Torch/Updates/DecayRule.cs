using Syre.Torch.Decay;
using Syre.Torch.Parameters;

namespace Syre.Torch.Updates;

/// <summary>The decoupled pull alone, for use beside another optimizer.</summary>
internal sealed class DecayRule : IUpdateRule
{
    public bool ReadsGradient => false;

    public bool IsCoupled => false;

    public int VectorCount(ParameterGroupState group) => 0;

    public bool CountsSteps(ParameterGroupState group) => false;

    public void Update(ParameterGroupState group, long step, in Segment segment, PullKind pull) =>
        SegmentLoop.Run(new DecayKernel(group.LearningRate, group.WeightDecay), segment, pull, coupled: false);

    public void Update(ParameterGroupState group, long step, in TensorRun run, PullKind pull) =>
        run.Apply(pull, coupled: false, group.LearningRate, group.WeightDecay);
}
