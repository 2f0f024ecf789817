using Syre.Onnx;

namespace Syre.MLNet.Networks;

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
    bool Sparse)
{
    /// <summary>Names, types and sizes of the network's parameters and buffers: its <c>state_dict()</c>, known without making the
    /// network.</summary>
    public IEnumerable<OnnxTensorInfo> State()
    {
        if (Sparse)
            yield return new OnnxTensorInfo(ScoringNetwork.SlotsName, OnnxElementType.Int64, [Features]);
        if (Scaled)
        {
            yield return Floats("scaling.center", Features);
            yield return Floats("scaling.factor", Features);
        }
        yield return Floats("feature_scale", Features);
        int[] widths = [Features, .. HiddenLayers, Outputs];
        for (int layer = 0; layer < widths.Length - 1; layer++)
        {
            yield return Floats($"linear{layer}{(layer == 0 && Sparse ? ".rows" : "")}.weight", widths[layer], widths[layer + 1]);
            yield return Floats($"linear{layer}.bias", widths[layer + 1]);
            if (Parametric && layer < HiddenLayers.Count)
                yield return Floats($"activation{layer}.share", widths[layer + 1]);
        }
    }

    private static OnnxTensorInfo Floats(string name, params long[] dims) => new(name, OnnxElementType.Float, dims);
}
