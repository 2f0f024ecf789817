namespace Syre.MLNet;

/// <summary>The function between the layers of the built-in network.</summary>
public enum Activation
{
    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>Scaled exponential linear unit (Klambauer et al. 2017); RealMLP's choice for classification.</summary>
    Selu,

    /// <summary>x · tanh(softplus(x)) (Misra 2019); RealMLP's choice for regression.</summary>
    Mish,

    /// <summary>x · Φ(x), with the exact normal distribution function (Hendrycks and Gimpel 2016).</summary>
    Gelu,

    /// <summary>x · sigmoid(x) (Elfwing et al. 2017).</summary>
    Silu,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,
}
