namespace Syre.Torch;

/// <summary>The function after a linear layer, one number at a time.</summary>
public enum UnitActivation
{
    /// <summary>None: x.</summary>
    Identity,

    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>arXiv 1706.02515.</summary>
    Selu,

    /// <summary>x·tanh(softplus(x)), arXiv 1908.08681.</summary>
    Mish,

    /// <summary>x·Φ(x), arXiv 1606.08415.</summary>
    Gelu,

    /// <summary>x·σ(x).</summary>
    Silu,

    /// <summary>tanh(x).</summary>
    Tanh,

    /// <summary>1/(1 + exp(−x)).</summary>
    Sigmoid,
}
