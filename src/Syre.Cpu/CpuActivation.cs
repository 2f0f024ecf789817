namespace Syre.Cpu;

/// <summary>What a hidden layer makes of its sums.</summary>
public enum CpuActivation
{
    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>Scaled exponential linear unit (Klambauer et al. 2017).</summary>
    Selu,

    /// <summary>x·tanh(softplus(x)) (Misra 2019).</summary>
    Mish,

    /// <summary>x·Φ(x), with the exact normal distribution function (Hendrycks and Gimpel 2016).</summary>
    Gelu,

    /// <summary>x·sigmoid(x) (Elfwing et al. 2017).</summary>
    Silu,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    /// <summary>1/(1 + e⁻ˣ).</summary>
    Sigmoid,
}
