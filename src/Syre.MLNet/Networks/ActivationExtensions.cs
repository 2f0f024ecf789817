namespace Syre.MLNet.Networks;

/// <summary>What is known of activations.</summary>
internal static class ActivationExtensions
{
    /// <summary>
    /// 1/√E[a(z)²] over a standard normal z: weights of this gain over √fan_in give sums the deviation 1 again (He, Zhang, Ren, Sun 2015,
    /// for any activation).
    /// </summary>
    public static double Gain(this Activation activation) => activation switch
    {
        Activation.Relu => 1.4142135623730951,
        Activation.Selu => 1,
        Activation.Mish => 1.4868,
        Activation.Gelu => 1.5335,
        Activation.Silu => 1.6765,
        Activation.Tanh => 1.5925,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, null),
    };
}
