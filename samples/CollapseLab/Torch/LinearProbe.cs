using Syre.Torch;
using static TorchSharp.torch;

namespace CollapseLab.Torch;

/// <summary>How well classes can be told from features by a linear map: least squares on one-hot classes.</summary>
/// <remarks>
/// The penalty is a share of the features' mean variance and the features are not scaled, so that a direction far smaller than
/// the others does not count: a probe trained by gradients could not read it either.
/// </remarks>
internal static class LinearProbe
{
    private const double Penalty = 1e-3;

    /// <summary>Accuracy on other rows.</summary>
    /// <param name="features"><c>[rows, features]</c>, to fit on.</param>
    /// <param name="labels">Classes from 0, int64 <c>[rows]</c>.</param>
    /// <param name="others"><c>[rows, features]</c>, to judge by.</param>
    /// <param name="otherLabels">Their classes.</param>
    public static double Accuracy(Tensor features, Tensor labels, Tensor others, Tensor otherLabels)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Tensor x = features.to(float64), mean = x.mean([0]);
        x = x - mean;
        Tensor y = nn.functional.one_hot(labels, labels.max().item<long>() + 1).to(float64);
        Tensor shares = y.mean([0]);
        Tensor covariance = x.t().matmul(x);
        double ridge = Penalty * covariance.diagonal().mean().item<double>();
        if (!(ridge > 0))
            return Share(shares.argmax().expand(others.shape[0]), otherLabels);
        Tensor map = linalg.solve(covariance.Add(eye(x.shape[1], dtype: float64).Mul(ridge)), x.t().matmul(y - shares));
        return Share((others.to(float64) - mean).matmul(map).Add(shares).argmax(1), otherLabels);
    }

    /// <summary>The share of equal classes.</summary>
    public static double Share(Tensor classes, Tensor labels)
    {
        using var scope = NewDisposeScope();
        return classes.eq(labels).to(float64).mean().item<double>();
    }
}
