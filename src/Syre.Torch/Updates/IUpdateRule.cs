using Syre.Cpu;
using Syre.Torch.Parameters;

namespace Syre.Torch.Updates;

/// <summary>What one step does to a parameter, in two forms of the same meaning: raw memory, and whole tensors.</summary>
internal interface IUpdateRule
{
    /// <summary>Whether it reads the gradient; if not, <see cref="TensorRun.Gradient"/> is empty.</summary>
    bool ReadsGradient { get; }

    /// <summary>Whether the pull goes into the gradient.</summary>
    bool IsCoupled { get; }

    /// <summary>How many state vectors a group needs now: 0, 1 or 2.</summary>
    int VectorCount(ParameterGroupState group);

    /// <summary>Whether a step of this group adds to <see cref="ParameterSlot.Steps"/>.</summary>
    bool CountsSteps(ParameterGroupState group);

    /// <summary>The update of raw memory in one step.</summary>
    /// <param name="group">The group with its learning rate.</param>
    /// <param name="step">The number of the step, this one included if it counts.</param>
    /// <param name="earlier">The update of a step that is over, whose object is used again if it fits; or null.</param>
    PreparedUpdate Prepare(ParameterGroupState group, long step, PreparedUpdate? earlier);

    /// <summary>Updates a run of parameters that are at the same step; <paramref name="step"/> includes this step if it counts.</summary>
    void Update(ParameterGroupState group, long step, in TensorRun run, PullKind pull);
}
