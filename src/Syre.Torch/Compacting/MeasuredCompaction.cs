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

    /// <summary>Finds by bisection how many units of a layer can go.</summary>
    private void Reduce(int at, Tensor values, Tensor outputs, double allowed)
    {
        var errors = new ReplacementErrors(Stack[at], values, Stack.Influence(at), cancellation);
        double[] costs = [.. errors.LeastCosts.Order().Distinct()];
        int low = 0, high = costs.Length;
        (WorkingStack Stack, double Change)? best = null;
        while (low < high)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            int middle = (low + high) / 2;
            WorkingStack fewer = Stack.CloneAt(at);
            errors.TakeUpTo(costs[middle], fewer[at], fewer[at + 1]);
            double change = (fewer.Values(values, at, Stack.Hidden) - outputs).abs().max().item<double>();
            if (change <= allowed)
                (low, best) = (middle + 1, (fewer, change));
            else
                high = middle;
        }
        if (best is { } found)
            (Stack, Bound) = found;
    }
}
