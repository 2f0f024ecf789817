using Syre.MLNet.Inputs;
using Syre.MLNet.Runtime;
using Syre.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks.Stages;

/// <summary>
/// An <see cref="NtkLinear"/> that also takes the nonzero entries of sparse rows, and then reads only their rows of W and
/// gives a gradient of these only.
/// </summary>
internal sealed class SparseNtkLinear : NtkLinear
{
    private readonly EmbeddingBag _rows;
    private readonly Scalar _gain;

    /// <param name="inputs">Number of inputs.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="gain">1/√n, n the mean number of nonzero entries a row.</param>
    /// <param name="device">Where it is made.</param>
    /// <param name="scalesInputs">Whether there is a scale of each input.</param>
    public SparseNtkLinear(long inputs, long outputs, double gain, Device device, bool scalesInputs = false)
        : this(NewRows(inputs, outputs, device), outputs, gain, device, scalesInputs)
    {
    }

    private SparseNtkLinear(EmbeddingBag rows, long outputs, double gain, Device device, bool scalesInputs)
        : base((Parameter)rows.weight!.DetachFromDisposeScope(), outputs, gain, device, scalesInputs)
    {
        _rows = rows;
        _gain = HeldScalar.Create(gain);
        register_module("rows", rows);
    }

    /// <summary>TorchSharp fills it with random numbers, which must not be the caller's.</summary>
    private static EmbeddingBag NewRows(long inputs, long outputs, Device device)
    {
        using var randomness = new TorchRandomness(0, CPU);
        using IDisposable? turn = randomness.Enter();
        return nn.EmbeddingBag(inputs, outputs, mode: EmbeddingBagMode.Sum, sparse: true, device: device, dtype: float32);
    }

    protected override bool IsTable => true;

    protected override string WeightName => "rows.weight";

    protected override void Dispose(bool disposing)
    {
        // The embedding disposes its own handle of the weight, not the one that it gave out.
        if (disposing)
            Weight.Dispose();
        base.Dispose(disposing);
    }

    public override Tensor Forward(in FeatureRows rows)
    {
        if (rows.Dense is { } dense)
            return forward(dense);
        Tensor values = Scale is null ? rows.Values! : rows.Values! * Scale.index_select(0, rows.Indices!);
        return _rows.forward(rows.Indices!, rows.Offsets, values.mul(_gain)).Add(Bias);
    }
}
