using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Compacting;
using Syre.MLNet.Objectives;
using Syre.MLNet.Runtime;
using TorchSharp;

namespace Syre.MLNet;

/// <summary>Cuts fitted ensembles of <c>SyreNetwork</c> (<see cref="SyreNetworkOptions.Members"/>) to fewer networks.</summary>
[SuppressMessage("ApiDesign", "RS0026", Justification = "The overloads extend two types: no call can mean both of them.")]
public static class SyreNetworkMembersExtensions
{
    /// <summary>Cuts a fitted ensemble to fewer members: a new model, smaller and faster, that is like any other.</summary>
    /// <param name="model">The fitted ensemble. It stays as it is.</param>
    /// <param name="members">Members that stay, at least 1 and at most as many as there are.</param>
    /// <param name="rows">Rows with labels to choose by; null (default) for the first members.</param>
    /// <returns>A new model, which the caller disposes.</returns>
    /// <inheritdoc cref="WithMembers(SyreNetworkTransformer, MemberLimits, IDataView)" path="/exception"/>
    public static SyreNetworkTransformer WithMembers(this SyreNetworkTransformer model, int members, IDataView? rows = null) =>
        model.WithMembers(new MemberLimits { Members = members }, rows);

    /// <summary>Cuts a fitted ensemble to the most members that keep within limits.</summary>
    /// <remarks>
    /// Without rows the first members stay; each of them was trained by itself and is as good as another. With rows, which none of them
    /// should have been trained on, they are chosen greedily by <see cref="SyreTrainerOptions.Metric"/> (Caruana et al. 2004), the
    /// probabilities are calibrated anew on these rows where the options calibrate, and intervals or sets of classes are learnt anew. Rows
    /// that chose are predicted a little too well: intervals come out a little narrow. On six tables the best one of six was 1.0 ± 0.5 %
    /// better than the first; for two or three the gain was near chance (<c>src/Syre.MLNet/Compacting/README.md</c>). The collapse report
    /// is that of a member that stays; the disagreement in it is that of all that were trained.
    /// </remarks>
    /// <param name="model">The fitted ensemble. It stays as it is.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="rows">Rows with labels to choose by, of which the first 10 000 are read; null (default) for the first members.</param>
    /// <returns>A new model, which the caller disposes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A limit is below 1, or above the number of members.</exception>
    /// <exception cref="ArgumentException">Not even one member keeps within the limits, or no row can be judged by.</exception>
    /// <exception cref="InvalidOperationException">The model has intervals or sets of classes, which were learnt for all members, and there
    /// are no rows to learn them anew from, or too few.</exception>
    public static SyreNetworkTransformer WithMembers(this SyreNetworkTransformer model, MemberLimits limits, IDataView? rows = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(limits);
        SyreNetworkTransformer? pruned = null;
        model.Use(() => pruned = Run(model, limits, rows));
        return pruned!;
    }

    /// <summary>The same of a fitted pipeline with one network of <c>SyreNetwork</c>.</summary>
    /// <param name="model">The pipeline. The new one shares its other parts.</param>
    /// <param name="members">Members that stay.</param>
    /// <param name="rows">Rows as the pipeline takes them, with labels; null (default) for the first members.</param>
    /// <returns>A new pipeline.</returns>
    /// <inheritdoc cref="WithMembers{TLast}(TransformerChain{TLast}, MemberLimits, IDataView)" path="/exception"/>
    public static TransformerChain<TLast> WithMembers<TLast>(
        this TransformerChain<TLast> model, int members, IDataView? rows = null)
        where TLast : class, ITransformer => model.WithMembers(new MemberLimits { Members = members }, rows);

    /// <summary>The same of a fitted pipeline, within limits.</summary>
    /// <param name="model">The pipeline. The new one shares its other parts.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="rows">Rows as the pipeline takes them, with labels; null (default) for the first members.</param>
    /// <returns>A new pipeline.</returns>
    /// <exception cref="ArgumentException">The pipeline holds no such network, or several.</exception>
    /// <inheritdoc cref="WithMembers(SyreNetworkTransformer, MemberLimits, IDataView)" path="/exception"/>
    public static TransformerChain<TLast> WithMembers<TLast>(
        this TransformerChain<TLast> model, MemberLimits limits, IDataView? rows = null)
        where TLast : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(model);
        return NetworkInChain.Replace(model, rows, (network, features) => network.WithMembers(limits, features));
    }

    private static SyreNetworkTransformer Run(SyreNetworkTransformer model, MemberLimits limits, IDataView? rows)
    {
        SyreNetworkModel ensemble = model.Model;
        int all = Math.Max(1, ensemble.Members.Count), most = limits.Members ?? all;
        if (most < 1 || most > all || limits.MaximumBytes < 1 || !(limits.MaximumMicroseconds is null or > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(limits), limits, string.Create(
                CultureInfo.InvariantCulture, $"Members must be from 1 to {all}, as many as the model has, and other limits above 0."));
        }
        using var state = new TorchState();
        using var _ = torch.no_grad();
        if (ensemble.Members.Count == 0)
        {
            throw new ArgumentException(
                "The model is one network, of which no member can go. Compact makes it smaller.", nameof(model));
        }
        JudgedRows? judged = rows is null ? null : JudgedRows.Read(model, rows);
        CheckIntervals(ensemble.Options, judged);
        MemberSelection? selection = judged is null ? null : new MemberSelection(ensemble, judged);
        IReadOnlyList<int> order = selection?.Order() ?? [.. Enumerable.Range(0, all)];
        var pruned = new PrunedModel(ensemble, selection);
        for (int count = most; count > 0; count--)
        {
            SyreNetworkModel few = pruned.Create([.. order.Take(count)], out int shown);
            SyreNetworkTransformer transformer = model.With(few, ensemble.Members[shown].Diagnostics);
            if (Keeps(transformer, limits))
                return transformer;
            transformer.Dispose();
        }
        throw new ArgumentException("Not even one member keeps within the limits.", nameof(limits));
    }

    private static bool Keeps(SyreNetworkTransformer model, MemberLimits limits) =>
        !(model.SavedBytes() > limits.MaximumBytes)
        && (limits.MaximumMicroseconds is not { } most || GraphClock.Microseconds(model.Graph())[0] <= most);

    private static void CheckIntervals(SyreNetworkOptions options, JudgedRows? rows)
    {
        if (options.Interval is not { } coverage)
            return;
        if (rows is null)
        {
            throw new InvalidOperationException(
                $"The model's intervals or sets of classes ({nameof(options.Interval)}) were learnt for all members. Give rows that no " +
                "member was trained on, to learn them anew.");
        }
        if (!ConformalQuantile.IsEnough([.. rows.Weights.Select(weight => (double)weight)], coverage))
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"{nameof(options.Interval)} of {coverage} needs at least {ConformalQuantile.RowsNeeded(coverage)} rows that are not " +
                $"trained on, and {rows.Weights.Length} were given."));
        }
    }
}
