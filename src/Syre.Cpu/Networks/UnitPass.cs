using Syre.Cpu.Kernels;
using Syre.Cpu.Simd;

namespace Syre.Cpu.Networks;

/// <summary>
/// Gradients of some rows of a layer's weights, from the lanes of a batch: Xᵀ·D, summed in the order of the rows. With the first rows go
/// the layer's vectors.
/// </summary>
internal static unsafe class UnitPass<TS, TV>
    where TS : struct, ISimd<TV>
    where TV : struct
{
    /// <summary>Sums the lanes' gradients.</summary>
    /// <param name="unit">What to compute.</param>
    /// <param name="lanes">The lanes.</param>
    /// <param name="before">Sums of the lanes before, or null.</param>
    /// <param name="g">Where to.</param>
    public static void Sum(in Unit unit, ReadOnlySpan<LaneMemory> lanes, UnitMemory? before, UnitMemory g)
    {
        LayerPlan plan = unit.Plan;
        (int from, int to) = plan.Rows(unit.Index);
        int columns = plan.OutPanels.Padded;
        g.StartVectors(before);
        foreach (LaneMemory lane in lanes)
        {
            float* input = lane.InputOf(unit.Layer) + from, d = lane.Gradients(unit.Layer);
            nint inputStep = lane.InputStepOf(unit.Layer), step = lane.Steps[unit.Layer];
            for (int panel = 0; panel < plan.OutPanels.Count; panel++)
            {
                int column = plan.OutPanels.Start(panel), vectors = plan.OutPanels.Width(panel) / TS.Count;
                for (int i = 0; i < to - from; i += Tile.Rows)
                {
                    nint at = (nint)i * columns + column;
                    Tile<TS, TV>.Run(
                        input + i, 1, inputStep, d + column, step, lane.Rows, before is null ? null : before.Weight + at, g.Weight + at,
                        columns, 1, vectors);
                }
            }
            before = g;
            if (unit.Index > 0)
                continue;
            if (plan.Layer.Activation is null)
                Sums<TS, TV>.AddRows(d, step, lane.Rows, columns, g.Bias);
            else
                Sums<TS, TV>.AddRows(lane.BiasSums(unit.Layer), step, lane.Tiles, columns, g.Bias);
            if (plan.Share != null)
                Sums<TS, TV>.AddRows(lane.ShareSums(unit.Layer), step, lane.Tiles, columns, g.Share);
        }
    }

    /// <summary>
    /// From the sums to the gradients: gain and scale, of the first layer the gradient of the scale, and rows without gaps. With G =
    /// gain·Xᵀ·D of the features as they are, dW = s ∘ G and ds = Σ W ∘ G: the gradient by the features themselves is never needed.
    /// </summary>
    public static void Complete(in Unit unit, UnitMemory g)
    {
        CpuLayer layer = unit.Plan.Layer;
        (int from, int to) = unit.Plan.Rows(unit.Index);
        int columns = unit.Plan.OutPanels.Padded;
        for (int r = 0; r < to - from; r++)
        {
            float* row = g.Weight + (nint)r * columns;
            float factor = layer.Gain;
            if (layer.Scale is { } scale)
            {
                g.Scale[r] = layer.Gain * Sums<TS, TV>.Dot(row, layer.Weight.Values + (nint)(from + r) * layer.Outputs, layer.Outputs);
                factor *= scale.Values[from + r];
            }
            Sums<TS, TV>.Scale(row, factor, layer.Outputs);
            if (columns != layer.Outputs && r > 0)
            {
                new ReadOnlySpan<float>(row, layer.Outputs)
                    .CopyTo(new Span<float>(g.Weight + (nint)r * layer.Outputs, layer.Outputs));
            }
        }
    }

    /// <summary>Σ g² of a unit, after <see cref="Complete"/>.</summary>
    public static double Squares(in Unit unit, UnitMemory g)
    {
        CpuLayer layer = unit.Plan.Layer;
        (int from, int to) = unit.Plan.Rows(unit.Index);
        double squares = Sums<TS, TV>.Squares(g.Weight, (to - from) * layer.Outputs);
        if (layer.Scale is not null)
            squares += Sums<TS, TV>.Squares(g.Scale, to - from);
        if (unit.Index > 0)
            return squares;
        squares += Sums<TS, TV>.Squares(g.Bias, layer.Outputs);
        return layer.Share is null ? squares : squares + Sums<TS, TV>.Squares(g.Share, layer.Outputs);
    }

    /// <summary>Multiplies a unit's gradients.</summary>
    public static void Scale(in Unit unit, UnitMemory g, float factor)
    {
        CpuLayer layer = unit.Plan.Layer;
        (int from, int to) = unit.Plan.Rows(unit.Index);
        Sums<TS, TV>.Scale(g.Weight, factor, (to - from) * layer.Outputs);
        Sums<TS, TV>.Scale(g.Scale, factor, to - from);
        Sums<TS, TV>.Scale(g.Bias, factor, layer.Outputs);
        Sums<TS, TV>.Scale(g.Share, factor, layer.Outputs);
    }

    /// <summary>Hands the gradients over, which updates the parameters, and brings the layer's copies up to date.</summary>
    public static void Update(in Unit unit, UnitMemory g)
    {
        CpuLayer layer = unit.Plan.Layer;
        (int from, int to) = unit.Plan.Rows(unit.Index);
        if (!layer.IsTable)
        {
            layer.Weight.Sink?.Take((long)from * layer.Outputs, g.Weight, (to - from) * layer.Outputs);
            layer.Scale?.Sink?.Take(from, g.Scale, to - from);
        }
        if (unit.Index == 0)
        {
            layer.Bias.Sink?.Take(0, g.Bias, layer.Outputs);
            layer.Share?.Sink?.Take(0, g.Share, layer.Outputs);
        }
        unit.Plan.Pack(unit.Index);
    }
}
