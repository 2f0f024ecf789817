using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Objectives;

/// <summary>Losses of rows without a label, <c>[rows]</c>.</summary>
internal static class EncodingLosses
{
    /// <summary>A row that is all zeros has no direction.</summary>
    private const double LeastSquare = 1e-12;

    /// <summary>Takes a row out of the rows that it is compared with, whatever the temperature.</summary>
    private const double Out = 1e30;

    /// <summary>The mean over a row's numbers of the squared error of what a decoder gives back.</summary>
    /// <param name="decoded">What it gives, <c>[rows, inputs]</c>.</param>
    /// <param name="inputs">What it should give.</param>
    public static Tensor Reconstruction(Tensor decoded, Tensor inputs) => (decoded - inputs).Square().mean([1]);

    /// <summary>KL(N(μ, σ²) ‖ N(0, 1)) in nats, the sum over latents: ½Σ(μ² + σ² − 1 − ln σ²).</summary>
    /// <param name="mean">μ, <c>[rows, latents]</c>.</param>
    /// <param name="logVariance">ln σ², of the same shape.</param>
    public static Tensor Divergence(Tensor mean, Tensor logVariance) =>
        (mean.Square().Add(logVariance.exp()).Sub(1.0) - logVariance).sum(dim: 1).Mul(0.5);

    /// <summary>
    /// NT-Xent (arXiv 2002.05709, equation 1): −ln of the share that a view's other view has in the sum of exp(cosine/τ) over all other
    /// views of the batch; of each row the mean of its two views.
    /// </summary>
    /// <param name="first">One view of each row, <c>[rows, numbers]</c>.</param>
    /// <param name="second">The other, of the same shape.</param>
    /// <param name="temperature">τ, above 0.</param>
    public static Tensor NtXent(Tensor first, Tensor second, double temperature)
    {
        long rows = first.shape[0];
        Tensor views = cat([first, second]);
        views = views / views.Square().sum(dim: 1, keepdim: true).ClampMin(LeastSquare).sqrt();
        Tensor others = views.mm(views.t()).Div(temperature) - eye(2 * rows, dtype: float32, device: views.device).Mul(Out);
        Tensor same = (views.narrow(0, 0, rows) * views.narrow(0, rows, rows)).sum(dim: 1).Div(temperature);
        Tensor sums = others.logsumexp(1).reshape(2, rows).mean([0]);
        return sums - same;
    }
}
