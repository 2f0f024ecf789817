using System.Numerics.Tensors;
using Syre.Torch;

namespace Syre.MLNet.Diagnostics.Columns;

/// <summary>How much of a row's difference from the mean lies outside of a subspace, from the row's nonzero entries alone.</summary>
internal sealed class SubspaceDistance
{
    private readonly double[] _mean;
    private readonly double[] _directions;
    private readonly int _dimension;
    private readonly double[] _projectedMean;
    private readonly double[] _projection;
    private readonly double _meanSquare;

    /// <param name="subspace">The mean row μ and the directions U.</param>
    public SubspaceDistance(PrincipalSubspace subspace)
    {
        (_mean, _directions, _dimension) = (subspace.Mean, subspace.BySlot(), subspace.Dimension);
        (_projectedMean, _projection) = (new double[_dimension], new double[_dimension]);
        for (int slot = 0; slot < _mean.Length; slot++)
            Add(slot, _mean[slot], _projectedMean);
        _meanSquare = TensorPrimitives.SumOfSquares<double>(_mean);
    }

    /// <summary>‖(I − UUᵀ)(x − μ)‖²/‖x − μ‖²; 0 at μ, NaN without a μ.</summary>
    public double ShareOutside(NonzeroRow row)
    {
        if (double.IsNaN(_meanSquare))
            return double.NaN;
        // Where every entry is there, nothing but their differences from the mean is summed, which loses no digits to a large mean.
        bool dense = row.Slots.Length == _mean.Length;
        double all = dense ? 0 : _meanSquare;
        if (dense)
            _projection.AsSpan().Clear();
        else
            TensorPrimitives.Negate(_projectedMean, _projection);
        for (int i = 0; i < row.Slots.Length; i++)
        {
            int slot = row.Slots[i];
            double value = row.Values[i], difference = value - _mean[slot];
            all += dense ? difference * difference : value * (value - 2 * _mean[slot]);
            Add(slot, dense ? difference : value, _projection);
        }
        // A sum that has cancelled to rounding is the mean itself.
        return all <= 1e-14 * _meanSquare && !dense || all <= 0
            ? 0
            : Math.Clamp(1 - TensorPrimitives.SumOfSquares<double>(_projection) / all, 0, 1);
    }

    private void Add(int slot, double factor, Span<double> target)
    {
        if (target.Length > 0)
            TensorPrimitives.MultiplyAdd(_directions.AsSpan(slot * _dimension, _dimension), factor, target, target);
    }
}
