using Syre.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CollapseLab.Experiments.Posterior;

/// <summary>A variational autoencoder (Kingma &amp; Welling 2014) with one hidden ReLU layer on each side.</summary>
internal sealed class VariationalAutoencoder : nn.Module
{
    private readonly Sequential _hidden, _decoder;
    private readonly Linear _posterior;
    private readonly int _latents;

    /// <param name="pixels">Numbers of an image.</param>
    /// <param name="width">Units of each hidden layer.</param>
    /// <param name="latents">Numbers of a code.</param>
    public VariationalAutoencoder(int pixels, int width, int latents)
        : base(nameof(VariationalAutoencoder))
    {
        _latents = latents;
        _hidden = nn.Sequential(nn.Linear(pixels, width), nn.ReLU());
        _posterior = nn.Linear(width, 2 * latents);
        _decoder = nn.Sequential(nn.Linear(latents, width), nn.ReLU(), nn.Linear(width, pixels));
        register_module("encoder_hidden", _hidden);
        register_module("encoder_posterior", _posterior);
        register_module("decoder", _decoder);
    }

    /// <summary>Whether a parameter of this name is the encoder's.</summary>
    public static bool IsEncoder(string name) => name.StartsWith("encoder", StringComparison.Ordinal);

    /// <summary>The encoder's hidden layer, <c>[rows, width]</c>.</summary>
    public Tensor Hidden(Tensor images) => _hidden.call(images);

    /// <summary>Mean and logarithm of the variance of each image's posterior, <c>[rows, latents]</c>.</summary>
    /// <param name="images"><c>[rows, pixels]</c> in [0, 1].</param>
    public (Tensor Mean, Tensor LogVariance) Encode(Tensor images)
    {
        Tensor both = _posterior.call(Hidden(images));
        return (both.narrow(1, 0, _latents), both.narrow(1, _latents, _latents));
    }

    /// <summary>Images of codes, <c>[rows, pixels]</c>.</summary>
    public Tensor Decode(Tensor codes) => _decoder.call(codes);

    /// <summary>β-VAE's two terms (Higgins et al. 2017), each in nats, summed over pixels or latents and averaged over the rows.</summary>
    /// <param name="images"><c>[rows, pixels]</c> in [0, 1].</param>
    /// <param name="noise">Standard normal, <c>[rows, latents]</c>.</param>
    /// <param name="precision">1/σ² of a pixel given the code.</param>
    public (Tensor Reconstruction, Tensor Divergence) Losses(Tensor images, Tensor noise, double precision)
    {
        (Tensor mean, Tensor logVariance) = Encode(images);
        Tensor codes = mean.Add(logVariance.Mul(0.5).exp().mul(noise));
        return (SquaredError(images, Decode(codes)).Mul(precision / 2), Divergence(mean, logVariance));
    }

    /// <summary>Σ(x − x̂)² over pixels, averaged over rows: a scalar.</summary>
    public static Tensor SquaredError(Tensor images, Tensor decoded) => (images - decoded).Square().sum(1).mean();

    private static Tensor Divergence(Tensor mean, Tensor logVariance) =>
        (mean.Square().Add(logVariance.exp()) - logVariance).Sub(1).sum(1).mean().Div(2);
}
