using static TorchSharp.torch.optim;

namespace Syre.Torch.Parameters;

/// <summary>A parameter group at work: what schedulers steer, and its parameters.</summary>
internal class ParameterGroupState(SyreParameterGroup description, double learningRate, double weightDecay) : ILearningRateController
{
    public string Name { get; } = description.Name;

    public double LearningRateFactor { get; } = description.LearningRateFactor;

    public double WeightDecayFactor { get; } = description.WeightDecayFactor;

    public virtual double LearningRate { get; set; } = learningRate * description.LearningRateFactor;

    public double InitialLearningRate { get; set; } = learningRate * description.LearningRateFactor;

    public double WeightDecay { get; set; } = weightDecay * description.WeightDecayFactor;

    /// <summary>The rule's own numbers, as they are saved: betas, or momentum.</summary>
    public virtual double[] Coefficients
    {
        get => [];
        set { }
    }

    public ParameterSlot[] Slots { get; set; } = [];
}
