using Syre.Cpu.Kernels;
using Syre.Cpu.Memory;

namespace Syre.Cpu.Networks;

/// <summary>A layer with how its columns are cut, and its parameters in the order in which the kernels read them.</summary>
internal sealed unsafe class LayerPlan
{
    /// <summary>Rows of W that are updated together, at least: eight tiles.</summary>
    private const int UnitRows = 48;

    /// <param name="layer">The layer.</param>
    /// <param name="goesBack">Whether the gradient of what it reads is needed; not of features.</param>
    /// <param name="panel">Columns of a full panel.</param>
    /// <param name="vector">Columns of a register.</param>
    /// <param name="arena">Where copies are.</param>
    public LayerPlan(CpuLayer layer, bool goesBack, int panel, int vector, Arena arena)
    {
        Layer = layer;
        InPanels = new Panels(layer.Inputs, panel, vector);
        OutPanels = new Panels(layer.Outputs, panel, vector);
        Forward = layer.IsTable ? null : arena.Floats((long)layer.Inputs * OutPanels.Padded);
        Backward = !goesBack ? null : arena.Floats((long)layer.Outputs * InPanels.Padded);
        Bias = arena.Floats(OutPanels.Padded);
        Share = layer.Share is null ? null : arena.Floats(OutPanels.Padded);
        PanelsPerUnit = Math.Max(1, UnitRows / panel);
    }

    public CpuLayer Layer { get; }

    /// <summary>How the inputs are cut: columns of Wᵀ.</summary>
    public Panels InPanels { get; }

    /// <summary>How the outputs are cut: columns of W.</summary>
    public Panels OutPanels { get; }

    /// <summary>s ∘ W in panels of outputs; null for a table, which is read where it lies.</summary>
    public float* Forward { get; }

    /// <summary>Wᵀ, with s, in panels of inputs; null where the gradient of what it reads is not needed.</summary>
    public float* Backward { get; }

    /// <summary>b, up to a whole register.</summary>
    public float* Bias { get; }

    /// <summary>a, up to a whole register; null where there is none.</summary>
    public float* Share { get; }

    /// <summary>Panels of inputs whose rows of W are updated together.</summary>
    public int PanelsPerUnit { get; }

    /// <summary>Number of such units; of a table one, for its vectors.</summary>
    public int Units => Layer.IsTable ? 1 : (InPanels.Count + PanelsPerUnit - 1) / PanelsPerUnit;

    /// <summary>Most rows of W in a unit, up to whole tiles.</summary>
    public int MostUnitRows => Layer.IsTable ? 0 : Tile.Padded(Math.Min(PanelsPerUnit * InPanels.Width(0), InPanels.Padded));

    /// <summary>The rows of W that a unit has; those of a table are updated by <see cref="TablePhase{TS, TV}"/>.</summary>
    public (int From, int To) Rows(int unit) => Layer.IsTable
        ? (0, 0)
        : (InPanels.Start(unit * PanelsPerUnit), InPanels.End(Math.Min((unit + 1) * PanelsPerUnit, InPanels.Count) - 1));

    /// <summary>Brings the copies of a unit's rows up to date, and with the first unit the vectors'.</summary>
    public void Pack(int unit)
    {
        if (!Layer.IsTable)
            PackRows(unit);
        if (unit > 0)
            return;
        Copy(Layer.Bias.Values, Bias);
        if (Layer.Share is { } share)
            Copy(share.Values, Share);
    }

    private void PackRows(int unit)
    {
        (int from, int to) = Rows(unit);
        float* weights = Layer.Weight.Values, scale = Layer.Scale is { } scales ? scales.Values : null;
        Packing.Forward(weights, Layer.Inputs, OutPanels, Forward, scale, from, to);
        for (int panel = unit * PanelsPerUnit; Backward != null && panel < Math.Min((unit + 1) * PanelsPerUnit, InPanels.Count); panel++)
            Packing.Backward(weights, Layer.Outputs, InPanels, panel, Backward, scale);
    }

    private void Copy(float* from, float* to) => new ReadOnlySpan<float>(from, Layer.Outputs).CopyTo(new Span<float>(to, Layer.Outputs));
}
