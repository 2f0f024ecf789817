using Syre.Torch.Compacting;
using Syre.Torch.Numbers;
using static TorchSharp.torch;

namespace Syre.Torch;

/// <summary>
/// Takes units out of layers that come one after the other: units that are constant, dead ones among them, go into the biases that read
/// them, those that follow from another unit into its outgoing weights, and those that no output depends on go without a trace.
/// </summary>
public static class UnitCompaction
{
    /// <summary>
    /// What counts as rounding: 2⁻²⁴, half a unit in the last place of a single-precision number from 1 to 2. A unit goes in any case where
    /// no output can change by more.
    /// </summary>
    public const double Rounding = 1.0 / (1 << 24);

    /// <summary>
    /// Takes out units of which the weights prove, for all inputs within bounds, that no output changes by more than rounding; with a
    /// tolerance further ones, as long as all of them together stay below it. Activations and sums are bounded by interval arithmetic,
    /// changes on their way to the outputs by the sizes of all weights and slopes. A second call without a tolerance takes out nothing.
    /// </summary>
    /// <param name="layers">The layers, from the first hidden one to that of the outputs; at least one.</param>
    /// <param name="lowest">The least value of each input of the first layer.</param>
    /// <param name="largest">The largest value of each input.</param>
    /// <param name="tolerance">In the unit of the outputs, 0 (default) or above.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">Layers or bounds do not fit each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative or not finite.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static CompactedUnits Prove(
        IReadOnlyList<UnitLayer> layers, IReadOnlyList<double> lowest, IReadOnlyList<double> largest, double tolerance = 0,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lowest);
        ArgumentNullException.ThrowIfNull(largest);
        Check(layers, tolerance);
        if (lowest.Count != largest.Count || layers[0].Weights.Any(weights => weights.Length != lowest.Count)
            || lowest.Zip(largest).Any(bound => !(bound.First <= bound.Second && double.IsFinite(bound.Second - bound.First))))
        {
            throw new ArgumentException(
                "Bounds must be finite numbers for each input of the first layer, the lowest not above the largest.", nameof(lowest));
        }
        TorchNative.EnsureLoaded();
        var stack = new WorkingStack(layers);
        var compaction = new ProvenCompaction(stack, Box.Between(lowest, largest), tolerance, cancellationToken);
        compaction.Run();
        return stack.Result(compaction.Bound);
    }

    /// <summary>
    /// Takes out units as long as no output changes by more than a tolerance, or rounding, on some rows. It says nothing of other rows. In
    /// place of each unit comes the combination of those that stay and a constant that is best by least squares.
    /// </summary>
    /// <param name="layers">The layers, from the first hidden one to that of the outputs; at least one.</param>
    /// <param name="values">The values of the first hidden layer's units on the rows, <c>[rows, units]</c>; at least one row.</param>
    /// <param name="tolerance">In the unit of the outputs, 0 or above.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">Layers or values do not fit each other, or no row has finite outputs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative or not finite.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static CompactedUnits Measure(
        IReadOnlyList<UnitLayer> layers, Tensor values, double tolerance, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        Check(layers, tolerance);
        if (values.dim() != 2 || values.shape[0] == 0 || values.shape[1] != layers[0].Width)
        {
            throw new ArgumentException(
                $"The values are [{string.Join(", ", values.shape)}]; expected are those of {layers[0].Width} units on some rows.",
                nameof(values));
        }
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var compaction = new MeasuredCompaction(
            new WorkingStack(layers), Host.InDouble(values), Math.Max(tolerance, Rounding), cancellationToken);
        compaction.Run();
        return compaction.Stack.Result(compaction.Bound);
    }

    private static void Check(IReadOnlyList<UnitLayer> layers, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(layers);
        Arguments.RequireNotNegative(tolerance);
        if (layers.Count == 0)
            throw new ArgumentException("There are no layers.", nameof(layers));
        for (int at = 0; at < layers.Count; at++)
        {
            UnitLayer layer = layers[at];
            int inputs = at > 0 ? layers[at - 1].Width : layer.Weights is [var first, ..] ? first.Length : 0;
            if (layer.Width == 0 || layer.Weights.Count != layer.Width || layer.Weights.Any(weights => weights.Length != inputs)
                || (layer.Shares is { } shares && shares.Length != layer.Width)
                || (layer.Scale is { } scale && (at > 0 || scale.Length != inputs)))
            {
                throw new ArgumentException(
                    $"Layer '{layer.Name}' has {layer.Width} biases and {layer.Weights.Count} units; each unit must have a weight for " +
                    $"each of {inputs} inputs, and only the first layer a scale of its inputs.", nameof(layers));
            }
        }
    }
}
