using Syre.Torch.Decay;
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

    public void Update(ParameterGroupState group, long step, in Segment segment, PullKind pull)
    {
        (double beta1, double beta2) = ((AdamWGroup)group).Betas;
        var kernel = new AdamWKernel(beta1, beta2, eps, group.LearningRate, group.WeightDecay, step);
        SegmentLoop.Run(kernel, segment, pull, coupled);
    }

    public void Update(ParameterGroupState group, long step, in TensorRun run, PullKind pull)
    {
        (double beta1, double beta2) = ((AdamWGroup)group).Betas;
        run.Apply(pull, coupled, group.LearningRate, group.WeightDecay);
        Tensor mean = run.First!.Mul_(beta1).Add_(run.Gradient, 1 - beta1);
        Tensor square = run.Second!.Mul_(beta2).AddCMul_(run.Gradient, run.Gradient, 1 - beta2);
        Tensor denominator = square.sqrt().Div_(Math.Sqrt(1 - Math.Pow(beta2, step))).Add_(eps);
        run.Weight.AddCDiv_(mean, denominator, -group.LearningRate / (1 - Math.Pow(beta1, step)));
    }
}
