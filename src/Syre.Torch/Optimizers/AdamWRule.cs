using Syre.Cpu;
using Syre.Torch.Parameters;
using Syre.Torch.Updates;
using static TorchSharp.torch;

namespace Syre.Torch.Optimizers;

/// <summary>AdamW; its state vectors are the running means of the gradient and of its square.</summary>
internal sealed class AdamWRule(double eps, bool coupled) : IUpdateRule
{
    public bool ReadsGradient => true;

    public bool IsCoupled => coupled;

    public int VectorCount(ParameterGroupState group) => 2;

    public bool CountsSteps(ParameterGroupState group) => true;

    public PreparedUpdate Prepare(ParameterGroupState group, long step, PreparedUpdate? earlier)
    {
        (double beta1, double beta2) = ((AdamWGroup)group).Betas;
        AdamWUpdate update = earlier as AdamWUpdate ?? new AdamWUpdate(eps, coupled);
        update.Prepare(beta1, beta2, group.LearningRate, group.WeightDecay, step);
        return update;
    }

    public void Update(ParameterGroupState group, long step, in TensorRun run, PullKind pull)
    {
        (double beta1, double beta2) = ((AdamWGroup)group).Betas;
        run.Apply(pull, coupled, group.LearningRate, group.WeightDecay);
        Tensor mean = run.First!.Mul_(beta1).Add_(run.Gradient, 1 - beta1);
        Tensor square = run.Second!.Mul_(beta2).AddCMul_(run.Gradient, run.Gradient, 1 - beta2);
        Tensor denominator = square.sqrt().Div_(Math.Sqrt(1 - PortableMath.Pow(beta2, step))).Add_(eps);
        run.Weight.AddCDiv_(mean, denominator, -group.LearningRate / (1 - PortableMath.Pow(beta1, step)));
    }
}
