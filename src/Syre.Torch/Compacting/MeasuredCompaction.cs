using static TorchSharp.torch;

namespace Syre.Torch.Compacting;

/// <summary>Takes out units as long as no output changes by more than a tolerance on some rows.</summary>
/// <param name="stack">The layers.</param>
/// <param name="first">The first hidden layer's values on the rows, <c>[rows, units]</c> in double precision.</param>
/// <param name="tolerance">The tolerance.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class MeasuredCompaction(WorkingStack stack, Tensor first, double tolerance, CancellationToken cancellation)
{
    /// <summary>The stack with fewer units.</summary>
    public WorkingStack Stack { get; private set; } = stack;

    /// <summary>The largest change of an output on the rows.</summary>
    public double Bound { get; private set; }

    /// <summary>Takes out units, layer by layer: each may use an equal part of the tolerance, and what those before it have left.</summary>
    public void Run()
    {
        using var scope = NewDisposeScope();
        Tensor values = first, outputs = Stack.Values(values, 0, Stack.Hidden);
        Tensor known = outputs.isfinite().all(1).nonzero().squeeze(1);
        (values, outputs) = (values.index_select(0, known), outputs.index_select(0, known));
        if (values.shape[0] == 0)
            throw new ArgumentException("No row has outputs that are finite; give rows that the network can score.", "rows");
        for (int at = 0; at < Stack.Hidden; at++)
        {
            Reduce(at, values, outputs, tolerance * (at + 1) / Stack.Hidden);
            values = Stack.Values(values, at, at + 1);
        }
    }

    /// <summary>Finds by bisection how many units of a layer have to stay.</summary>
    private void Reduce(int at, Tensor values, Tensor outputs, double allowed)
    {
        cancellation.ThrowIfCancellationRequested();
        var regression = new UnitRegression(Stack[at], values, Stack.Influence(at));
        int low = 1, high = Math.Min(regression.Rank + 1, Stack[at].Count);
        (WorkingStack Stack, double Change)? best = null;
        while (low < high)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            int middle = (low + high) / 2;
            WorkingStack fewer = Stack.CloneAt(at);
            regression.KeepFirst(middle, fewer[at], fewer[at + 1]);
            double change = (fewer.Values(values, at, Stack.Hidden) - outputs).abs().max().item<double>();
            if (change <= allowed)
                (high, best) = (middle, (fewer, change));
            else
                low = middle + 1;
        }
        if (best is { } found)
            (Stack, Bound) = found;
    }
}
