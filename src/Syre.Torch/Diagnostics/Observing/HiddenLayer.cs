namespace Syre.Torch.Diagnostics.Observing;

/// <summary>A hidden layer of a hooked network.</summary>
/// <param name="Reader">The module that reads it first.</param>
/// <param name="Call">How often that one was called before.</param>
/// <param name="Readers">All modules that read it.</param>
/// <param name="Features">Features as they are read.</param>
/// <param name="Before">The weight module that ran last before it was read.</param>
/// <param name="Producer">The module whose units they are; null where they are not one module's.</param>
/// <param name="UnitSize">Features of each unit; above 1 after a convolution is flattened.</param>
/// <param name="IsOdd">Whether what is between producer and reader is odd.</param>
internal sealed record HiddenLayer(
    WeightModule Reader, int Call, IReadOnlyList<WeightModule> Readers, int Features, WeightModule Before, WeightModule? Producer,
    int UnitSize, bool IsOdd)
{
    public int Width => Features / UnitSize;
}
