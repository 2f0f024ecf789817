using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Diagnostics.Columns;

/// <summary>
/// Groups of slots that are the same up to a factor: their |cosine| is above 0.99 both as they are and less their means. The second keeps
/// slots apart that only share a large mean.
/// </summary>
internal static class TwinSlots
{
    private const double Cosine = CollapseProbeOptions.DefaultTwinThreshold;
    private const int Block = 1024;

    /// <summary>The groups by a vector for each slot whose angles are near those of the slots themselves.</summary>
    /// <param name="centred">Of the slots less their means, <c>[slots, coordinates]</c>, in double precision.</param>
    /// <param name="uncentred">Of the slots.</param>
    public static IReadOnlyList<IReadOnlyList<int>> Find(Tensor centred, Tensor uncentred)
    {
        var groups = new UnitGroups();
        Tensor norms = uncentred.norm(1, keepdim: true);
        Tensor first = Normalised(centred, norms), second = Normalised(uncentred, norms);
        for (long row = 0; row < first.shape[0]; row += Block)
        {
            for (long column = row; column < first.shape[0]; column += Block)
            {
                using var scope = NewDisposeScope();
                Tensor similarity = minimum(Products(first, row, column), Products(second, row, column));
                groups.Join(similarity.Gt(Cosine), (int)row, (int)column);
            }
        }

        return groups.ToLists();
    }

    /// <summary>Of length 1, in single precision; 0 for slots that do not vary, whose angle is rounding.</summary>
    private static Tensor Normalised(Tensor vectors, Tensor norms)
    {
        Tensor own = vectors.norm(1, keepdim: true);
        return where(own > norms.Mul(1e-6), vectors / own, zeros_like(vectors)).to(float32);
    }

    private static Tensor Products(Tensor vectors, long row, long column) =>
        vectors.narrow(0, row, Math.Min(Block, vectors.shape[0] - row))
            .matmul(vectors.narrow(0, column, Math.Min(Block, vectors.shape[0] - column)).t()).abs();
}
