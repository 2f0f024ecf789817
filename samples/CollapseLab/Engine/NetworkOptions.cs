using CollapseLab.Arms;
using Syre.Cpu;

namespace CollapseLab.Engine;

/// <summary>Who turns gradients into steps.</summary>
internal enum OptimizerKind
{
    /// <summary>Gradient descent with the pull in the gradient.</summary>
    Sgd,

    /// <summary>Adam with the pull beside it.</summary>
    AdamW,

    /// <summary>Adam with the pull in the gradient, as a penalty in the loss puts it there.</summary>
    Adam,
}

/// <summary>A fully connected network and how it is trained.</summary>
internal sealed record NetworkOptions
{
    /// <summary>Inputs, units of each hidden layer, outputs.</summary>
    public required IReadOnlyList<int> Widths { get; init; }

    /// <summary>What the arm does.</summary>
    public required Arm Arm { get; init; }

    /// <summary>The seed of initial weights and of θ0, which have nothing else in common.</summary>
    public required long Seed { get; init; }

    public required double LearningRate { get; init; }

    /// <summary>λ = 2γ, for the arms that pull.</summary>
    public required double Lambda { get; init; }

    public OptimizerKind Optimizer { get; init; } = OptimizerKind.AdamW;

    /// <summary>What hidden units do. Default ReLU.</summary>
    public CpuActivation Activation { get; init; } = CpuActivation.Relu;

    /// <summary>Default: cross-entropy of classes.</summary>
    public CpuLossKind Loss { get; init; } = CpuLossKind.CrossEntropy;

    /// <summary>The initial weights are this times those of torch's <c>nn.Linear</c>, uniform up to 1/√inputs. Default 1.</summary>
    public double InitialScale { get; init; } = 1;

    /// <summary>
    /// Changes the initial weights of the parameter with a name such as <c>layers.0.weight</c>; null (default) for nobody.
    /// </summary>
    public Action<string, Span<float>>? Start { get; init; }

    /// <summary>
    /// Of W-fix: the share of a hidden unit's inputs whose weights are fixed, and their deviation as a multiple of the initial one. Default
    /// an eighth, as the authors have it, and 10; theirs are 10 to 40, with layer norms behind.
    /// </summary>
    public (double Share, double Deviation) Fixed { get; init; } = (0.125, 10);
}
