using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Inputs;

/// <summary>
/// Some rows of features as a network takes them: either dense, <c>[rows, features]</c>, or as the nonzero entries
/// of each row one after the other.
/// </summary>
/// <param name="Dense">All values, or null.</param>
/// <param name="Indices">Feature of each nonzero entry (int64), or null.</param>
/// <param name="Offsets">Where each row's entries begin (int64, <c>[rows]</c>), or null.</param>
/// <param name="Values">Value of each nonzero entry, or null.</param>
internal readonly record struct FeatureRows(Tensor? Dense, Tensor? Indices = null, Tensor? Offsets = null, Tensor? Values = null)
{
    /// <summary>Number of rows.</summary>
    public long Rows => (Dense ?? Offsets!).shape[0];

    /// <summary>All values, <c>[rows, features]</c>.</summary>
    /// <param name="features">Number of features.</param>
    public Tensor ToDense(long features)
    {
        if (Dense is not null)
            return Dense;
        Tensor indices = Indices!, offsets = Offsets!;
        // An entry's row is the number of rows that begin up to it, less one: no shape depends on the numbers,
        // so a GPU need not be waited for.
        Tensor begun = zeros(indices.shape[0] + 1, int64, offsets.device).IndexAdd(offsets, ones_like(offsets)).cumsum(0);
        Tensor cells = begun.narrow(0, 0, indices.shape[0]).Sub(1).Mul(features).Add(indices);
        return zeros(offsets.shape[0] * features, float32, device: offsets.device).IndexAdd(cells, Values!).reshape(-1, features);
    }
}
