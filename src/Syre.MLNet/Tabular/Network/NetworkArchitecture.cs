namespace Syre.MLNet.Tabular;

/// <summary>The shape of the built-in network: what must be known to rebuild it before its state is read from a file.</summary>
/// <param name="Features">Features that the network takes.</param>
/// <param name="Outputs">Logits that it gives.</param>
/// <param name="HiddenLayers">Width of each hidden layer.</param>
/// <param name="Activation">The activation.</param>
/// <param name="Parametric">Whether each neuron learns how much of the activation it uses.</param>
/// <param name="Scaled">Whether features are scaled and clipped first.</param>
/// <param name="Entries">What the first layer's gain is 1/√ of: the mean number of entries a row.</param>
/// <param name="Sparse">Whether the network takes only some slots of a sparse column.</param>
internal sealed record NetworkArchitecture(
    int Features,
    int Outputs,
    IReadOnlyList<int> HiddenLayers,
    Activation Activation,
    bool Parametric,
    bool Scaled,
    double Entries,
    bool Sparse);
