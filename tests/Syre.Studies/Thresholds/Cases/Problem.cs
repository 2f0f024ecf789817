using static TorchSharp.torch;

namespace Syre.Studies.Thresholds;

/// <summary>
/// Rows to train on, and rows to tell by what was lost: the even ones give the truth, the odd ones the evidence that the judge may see.
/// </summary>
internal sealed class Problem : IDisposable
{
    /// <param name="name">The table or the images.</param>
    /// <param name="classes">Number of classes; null for a number.</param>
    /// <param name="training">Scaled features <c>[rows, features]</c> to train on; owned.</param>
    /// <param name="targets">Classes as int64, or standardised numbers; owned.</param>
    /// <param name="heldOut">Features of the held-out rows; owned.</param>
    /// <param name="heldOutTargets">Their targets; owned.</param>
    public Problem(string name, int? classes, Tensor training, Tensor targets, Tensor heldOut, Tensor heldOutTargets)
    {
        (Name, Classes, Training, Targets, HeldOut, HeldOutTargets) = (name, classes, training, targets, heldOut, heldOutTargets);
        BestFeatures = FindBestFeatures();
    }

    public string Name { get; }

    public int? Classes { get; }

    public Tensor Training { get; }

    public Tensor Targets { get; }

    public Tensor HeldOut { get; }

    public Tensor HeldOutTargets { get; }

    public long Features => Training.shape[1];

    /// <summary>Width of the network's output.</summary>
    public long Outputs => Classes ?? 1;

    /// <summary>The fifth of the features that correlate the most with the label, at least one.</summary>
    public Tensor BestFeatures { get; }

    /// <summary>Cross-entropy or mean squared error.</summary>
    public Tensor Loss(Tensor outputs, Tensor targets) => Classes is null
        ? nn.functional.mse_loss(outputs.squeeze(1), targets)
        : nn.functional.cross_entropy(outputs, targets);

    /// <summary>The training loss of the best constant answer.</summary>
    public double ConstantLoss()
    {
        using var scope = NewDisposeScope();
        if (Classes is not { } classes)
            return Targets.var(unbiased: false).item<float>();
        Tensor shares = Targets.bincount(null, classes).to(ScalarType.Float64) / Targets.shape[0];
        return special.entr(shares).sum().item<double>();
    }

    /// <summary>The error of each held-out row: wrong or not, or squared.</summary>
    public double[] Errors(nn.Module<Tensor, Tensor> network)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Tensor outputs = network.call(HeldOut);
        Tensor errors = Classes is null
            ? (outputs.squeeze(1) - HeldOutTargets).square()
            : outputs.argmax(1).ne(HeldOutTargets);
        return errors.to(ScalarType.Float64).data<double>().ToArray();
    }

    /// <summary>The errors of the best constant answer of the training rows.</summary>
    public double[] ConstantErrors()
    {
        using var scope = NewDisposeScope();
        Tensor errors = Classes is null
            ? (HeldOutTargets - Targets.mean()).square()
            : HeldOutTargets.ne(Targets.bincount(null).argmax());
        return errors.to(ScalarType.Float64).data<double>().ToArray();
    }

    public void Dispose()
    {
        foreach (Tensor tensor in new[] { Training, Targets, HeldOut, HeldOutTargets, BestFeatures })
            tensor.Dispose();
    }

    private Tensor FindBestFeatures()
    {
        using var scope = NewDisposeScope();
        Tensor labels = Classes is { } classes ? nn.functional.one_hot(Targets, classes).to(ScalarType.Float32) : Targets.unsqueeze(1);
        Tensor x = Training - Training.mean([0]), y = labels - labels.mean([0]);
        Tensor covariance = x.t().mm(y) / (outer(x.norm(dim: 0), y.norm(dim: 0)) + 1e-6);
        (_, Tensor best) = covariance.abs().amax([1]).topk((int)Math.Max(1, Features / 5));
        return best.DetachFromDisposeScope();
    }
}
