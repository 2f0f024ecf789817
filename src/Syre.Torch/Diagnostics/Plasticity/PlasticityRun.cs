namespace Syre.Torch;

/// <summary>
/// One run of a comparison: the losses on held-back rows after each epoch, of a network that was trained before and of a fresh one that
/// saw the same batches.
/// </summary>
/// <param name="Carried">Losses of the network that was trained before; above 0, one an epoch; positive
/// infinity of epochs from which on it has diverged.</param>
/// <param name="Fresh">Losses of the fresh network, as many.</param>
public sealed record PlasticityRun(IReadOnlyList<double> Carried, IReadOnlyList<double> Fresh);
