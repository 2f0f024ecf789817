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
internal readonly record struct FeatureRows(Tensor? Dense, Tensor? Indices = null, Tensor? Offsets = null, Tensor? Values = null);
