using static TorchSharp.torch;

namespace CollapseLab.Torch;

/// <summary>A network for images of one channel that ends in one linear layer for the classes.</summary>
/// <param name="name">Its name.</param>
internal abstract class ImageClassifier(string name) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>The name that the parameters of the last layer begin with.</summary>
    protected const string LastLayer = "classes";

    /// <summary>Whether a parameter of this name is the last layer's.</summary>
    public static bool IsLastLayer(string name) => name.StartsWith(LastLayer, StringComparison.Ordinal);

    /// <summary>Logits, <c>[rows, classes]</c>.</summary>
    /// <param name="input"><c>[rows, 1, side, side]</c> in [0, 1].</param>
    public sealed override Tensor forward(Tensor input) => Classify(Features(input));

    /// <summary>What the classes are told by, <c>[rows, features]</c>.</summary>
    public abstract Tensor Features(Tensor images);

    /// <summary>Logits of features.</summary>
    public abstract Tensor Classify(Tensor features);
}
