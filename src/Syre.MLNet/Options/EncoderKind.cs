namespace Syre.MLNet;

/// <summary>What an encoder is trained for (<see cref="SyreEncoderOptions.Kind"/>).</summary>
public enum EncoderKind
{
    /// <summary>
    /// A decoder gives the row back from its embedding. The loss is the squared error of the scaled features, their mean.
    /// </summary>
    Autoencoder,

    /// <summary>
    /// The same from a normal draw around the embedding, whose width is learnt, kept near N(0, 1) (Kingma and Welling 2014, arXiv
    /// 1312.6114; β of Higgins et al. 2017). The loss of a row is ½‖x̂ − x‖² + β·KL in nats, x being scaled; the embedding is the mean.
    /// Latents that a row does not need fall to N(0, 1) and are told as inactive (<see cref="Syre.Torch.CollapseReport.Latents"/>).
    /// </summary>
    VariationalAutoencoder,

    /// <summary>
    /// Two views of a row are found again among those of other rows, by a projector behind the embedding (SimCLR, Chen et al. 2020, arXiv
    /// 2002.05709: NT-Xent). The views are the row and a corrupted one (SCARF, Bahri et al. 2022, arXiv 2106.15147), or two of the user's
    /// own (<see cref="SyreEncoderOptions.Augment"/>).
    /// </summary>
    Contrastive,
}
