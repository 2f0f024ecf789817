namespace Syre.MLNet;

/// <summary>What an encoder is trained for (<see cref="SyreEncoderOptions.Kind"/>).</summary>
public enum EncoderKind
{
    /// <summary>
    /// A decoder gives the row back from its embedding: the loss is the squared error of the scaled features, their mean.
    /// </summary>
    Autoencoder,
}
