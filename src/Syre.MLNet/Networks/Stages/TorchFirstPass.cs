using Syre.MLNet.Inputs;
using Syre.MLNet.Runtime;

namespace Syre.MLNet.Networks.Stages;

/// <summary>The first pass by torch; the caller's dispose scope owns its tensors.</summary>
/// <param name="stages">The network's stages.</param>
/// <param name="rows">The rows as they reach the first of them.</param>
internal sealed class TorchFirstPass(IReadOnlyList<Stage> stages, FeatureRows rows) : IFirstPass
{
    private FeatureRows _rows = rows;
    private int _reached;

    public float[] Sums(int stage)
    {
        for (; _reached < stage; _reached++)
            _rows = stages[_reached].Forward(_rows);
        return HostValues.Copy<float>(((IFittedStage)stages[stage]).Sums(_rows));
    }
}
