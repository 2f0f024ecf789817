using System.Runtime.InteropServices;
using Syre.Cpu;
using Syre.Torch.Decay;
using Syre.Torch.Parameters;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Updates;

/// <summary>Carries out an update rule's steps over a layout, and owns the state vectors.</summary>
internal abstract class UpdateEngine(ParameterLayout layout, PullTarget target, IUpdateRule rule) : IDisposable
{
    private const int RowsAtOnce = 1 << 14;

    private readonly List<FlatVector> _vectors = [];

    /// <summary>Makes the engine that suits the layout.</summary>
    public static UpdateEngine Create(ParameterLayout layout, PullTarget target, IUpdateRule rule) =>
        layout.UsesWholeTensors ? new TensorEngine(layout, target, rule) : new MemoryEngine(layout, target, rule);

    public ParameterLayout Layout { get; } = layout;

    public PullTarget Target { get; } = target;

    protected IUpdateRule Rule { get; } = rule;

    /// <summary>The rule's state vectors so far.</summary>
    public IReadOnlyList<FlatVector> Vectors => _vectors;

    /// <summary>One step of every parameter that is trainable and has a gradient.</summary>
    public void Step(IReadOnlyList<ParameterGroupState> groups)
    {
        int count = 0;
        foreach (ParameterGroupState group in groups)
            count = Math.Max(count, Rule.VectorCount(group));
        EnsureVectors(count);
        Update(groups);
    }

    /// <summary>Steps of a parameter whose gradient is not in a tensor.</summary>
    /// <exception cref="ArgumentException">Its memory cannot be worked on directly.</exception>
    public virtual DirectUpdate Direct(ParameterGroupState group, ParameterSlot slot) => throw new ArgumentException(
        $"Parameter '{slot.Name}' is on {Layout.Device}; expected the CPU, whose memory can be worked on directly. Use step() there.");

    /// <summary>Adds vectors of zeros until there are <paramref name="count"/>.</summary>
    public void EnsureVectors(int count)
    {
        while (_vectors.Count < count)
            _vectors.Add(new FlatVector(Layout));
    }

    public virtual void Dispose()
    {
        foreach (FlatVector vector in _vectors)
            vector.Dispose();
        Target.Dispose();
    }

    /// <summary>Gives all rows of all tables the pulls they have missed.</summary>
    public void CatchUp()
    {
        foreach (ParameterSlot slot in Layout.Slots)
            CatchUp(slot);
    }

    /// <summary>Gives some rows of a table the pulls they have missed.</summary>
    /// <exception cref="ArgumentException">The table is none of the layout's.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public void CatchUp(Parameter table, Tensor rows)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(rows);
        ParameterSlot slot = Layout.SlotOf(table) ?? throw new ArgumentException(
            "The table is none of this optimizer's parameters. Make the optimizer from its module.", nameof(table));
        // The same row twice would be read twice before it is written.
        CatchUp(slot, slot.Finder.Find(rows).Distinct);
    }

    /// <summary>Gives some rows of a table, each listed once, the pulls they have missed.</summary>
    public void CatchUp(ParameterSlot slot, ReadOnlySpan<long> distinctRows)
    {
        if (slot.Owed is { IsSettled: false })
            UpdateRows(slot, distinctRows, null, null);
    }

    protected abstract void Update(IReadOnlyList<ParameterGroupState> groups);

    /// <summary>Gives rows, each listed once, the pulls they have missed, and then the update.</summary>
    /// <param name="slot">The table; it has <see cref="ParameterSlot.Owed"/>.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="gradient">[rows, width], contiguous; null if the update does not read it.</param>
    /// <param name="update">The update, or null for none.</param>
    protected abstract void UpdateRows(ParameterSlot slot, ReadOnlySpan<long> rows, Tensor? gradient, RowUpdate? update);

    /// <summary>One step of a table with a sparse gradient: the rows of the gradient are updated, the others owe a pull.</summary>
    protected void StepRows(ParameterGroupState group, ParameterSlot slot, Tensor gradient)
    {
        using RowGradient touched = RowGradient.Of(slot, gradient);
        PullKind pull = BeginRows(group, slot, touched.Rows);
        UpdateRows(slot, touched.Rows, touched.Values, new(Rule, group, pull));
    }

    /// <summary>
    /// Begins a step of some rows of a table, each listed once: counts it, and lets the others owe its pull, or pulls them if that cannot
    /// be owed.
    /// </summary>
    /// <returns>How the rows are pulled.</returns>
    /// <exception cref="NotSupportedException">The update cannot be that of some rows.</exception>
    protected PullKind BeginRows(ParameterGroupState group, ParameterSlot slot, ReadOnlySpan<long> rows)
    {
        PullKind pull = Target.KindOf(slot, group.WeightDecay);
        if (!Rule.ReadsGradient)
            throw Refused(slot, "pulling alone touches every row. Use SyreAdamW or SyreSgd, which pull a row when it is next read");
        if (Rule.IsCoupled && pull != PullKind.None)
            throw Refused(slot, "a coupled pull is a gradient of every row and moves every row's moments. Use Coupled = false");
        OwedPulls owed = slot.Owed ??= new OwedPulls(slot.Rows, slot.Anisotropy);
        if (Rule.CountsSteps(group))
            slot.Steps++;
        double strength = pull == PullKind.None ? 0 : group.LearningRate * group.WeightDecay;
        bool canOwe = owed.CanOwe(strength);
        owed.Owe(canOwe ? strength : 0);
        if (canOwe)
            return pull;
        UpdateRows(slot, rows, null, null);
        var others = new RowUpdate(new DecayRule(), group, pull);
        ForRows(slot, [.. rows], block => UpdateRows(slot, block, null, others));
        owed.Settle();
        return pull;
    }

    /// <summary>Gives all rows of a table the pulls they have missed.</summary>
    protected void CatchUp(ParameterSlot slot)
    {
        if (slot.Owed is not { IsSettled: false } owed)
            return;
        ForRows(slot, [], rows => UpdateRows(slot, rows, null, null));
        owed.Settle();
    }

    /// <summary>The gradient of a parameter that is to be updated in this step, or null; whoever calls disposes it.</summary>
    protected static Tensor? GradientOf(ParameterSlot slot) => slot.Parameter.requires_grad ? slot.Parameter.grad : null;

    /// <summary>All rows but some, in blocks that bound the memory for copies of them.</summary>
    private static void ForRows(ParameterSlot slot, HashSet<long> except, Action<ReadOnlySpan<long>> action)
    {
        var block = new List<long>(RowsAtOnce);
        for (long row = 0; row < slot.Rows; row++)
        {
            if (!except.Contains(row))
                block.Add(row);
            if (block.Count < RowsAtOnce && row < slot.Rows - 1)
                continue;
            action(CollectionsMarshal.AsSpan(block));
            block.Clear();
        }
    }

    private static NotSupportedException Refused(ParameterSlot slot, string reason) => new(
        $"The gradient of parameter '{slot.Name}' is sparse; expected dense, because {reason}, or make the embedding with sparse: false.");
}
