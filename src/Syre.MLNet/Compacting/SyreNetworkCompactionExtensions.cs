using System.Diagnostics.CodeAnalysis;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Compacting;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Runtime;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet;

/// <summary>Makes fitted networks of <c>SyreNetwork</c> smaller and faster without training.</summary>
[SuppressMessage("ApiDesign", "RS0026", Justification = "The overloads extend two types: no call can mean both of them.")]
public static class SyreNetworkCompactionExtensions
{
    /// <summary>
    /// Takes hidden units out of a fitted network that it does not need, as strong decay and dead activations leave them: units that are
    /// constant, dead ones among them, go into the biases that read them, copies and multiples of other units into the weights of these,
    /// and units that no output depends on go. What is left scores, saves, loads and is described as before, and its <c>Collapse</c> and
    /// representation columns go on to show the layers as they were trained, but for units that no output depends on, which they show as
    /// constants. It cannot be trained on.
    /// </summary>
    /// <remarks>
    /// Without rows it takes out what the weights prove not to matter, but for rounding, on all rows whose features are finite, and with a
    /// tolerance what they prove to matter no more than that. The proof is by interval arithmetic from the bounds of scaled features, and
    /// is pessimistic; without <see cref="SyreNetworkOptions.ScaleFeatures"/> it finds little beside exact zeros and copies. With rows it
    /// takes out, layer by layer, as much as the largest change of an output on these rows allows: the best combination of the units that
    /// stay, by least squares, takes the place of each (arXiv 2108.00065). Other rows may change by more: give rows like those to come, the
    /// training rows for example. This is what finds the lost rank of a collapsed network, whose units are seldom copies: biases and shares
    /// of activations are not decayed, and keep them apart.
    /// </remarks>
    /// <param name="model">The fitted network. It stays as it is.</param>
    /// <param name="rows">Rows to measure changes on, of which the first 10 000 are read; null (default) to prove them.</param>
    /// <param name="tolerance">
    /// How far an output of a network may move: a logit, or the label in units of its standard deviation (with a
    /// <see cref="SyreNetworkOptions.TargetTransform"/>, its function's). 0 (default) for rounding only.
    /// </param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="NotSupportedException">The network is the user's own (<see cref="SyreNetworkOptions.Network"/>).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative or not finite, or the features' column of the rows is
    /// missing or of another type than in training.</exception>
    /// <exception cref="ArgumentException">There are no rows, or none with finite outputs.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Compacted<SyreNetworkTransformer> Compact(
        this SyreNetworkTransformer model, IDataView? rows = null, double tolerance = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        if (!double.IsFinite(tolerance))
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance must be a finite number.");
        Compacted<SyreNetworkTransformer>? compacted = null;
        model.Use(() => compacted = Run(model, rows, tolerance, cancellationToken));
        return compacted!;
    }

    /// <summary>The same of a fitted pipeline with one network of <c>SyreNetwork</c>.</summary>
    /// <param name="model">The pipeline. The new one shares its other parts: dispose only the network of one of them while the other is
    /// used.</param>
    /// <param name="rows">Rows as the pipeline takes them; null (default) to prove changes.</param>
    /// <param name="tolerance">How far an output of a network may move. 0 (default) for rounding only.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">The pipeline holds no such network, or several.</exception>
    /// <inheritdoc cref="Compact(SyreNetworkTransformer, IDataView, double, CancellationToken)" path="/exception"/>
    public static Compacted<TransformerChain<TLast>> Compact<TLast>(
        this TransformerChain<TLast> model, IDataView? rows = null, double tolerance = 0, CancellationToken cancellationToken = default)
        where TLast : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(model);
        CompactionReport? report = null;
        TransformerChain<TLast> chain = NetworkInChain.Replace(model, rows, (network, features) =>
        {
            Compacted<SyreNetworkTransformer> compacted = network.Compact(features, tolerance, cancellationToken);
            report = compacted.Report;
            return compacted.Model;
        });
        return new(chain, report!);
    }

    private static Compacted<SyreNetworkTransformer> Run(
        SyreNetworkTransformer model, IDataView? rows, double tolerance, CancellationToken cancellation)
    {
        ScoringNetwork network = model.Model.ScoringNetwork;
        if (network is OwnNetwork)
        {
            throw new NotSupportedException(
                $"The network is one of {nameof(SyreNetworkOptions.Network)}, whose function makes it in one shape only. A Sequential of " +
                $"Linear layers is compacted by {nameof(SequentialCompaction)}.{nameof(SequentialCompaction.Compact)}.");
        }
        using var state = new TorchState();
        using var _ = torch.no_grad();
        (CompactedUnits[] left, int? count) = Find(model, rows, tolerance, cancellation);
        SyreNetworkTransformer smaller = model.With(CompactedModel.Create(model.Model, left));
        try
        {
            double[] microseconds = GraphClock.Microseconds(model.Graph(), smaller.Graph());
            return new(smaller, new CompactionReport
            {
                Layers = [.. left.SelectMany((units, i) => CompactedModel.Named(model.Model, i, units))],
                Tolerance = tolerance,
                Bound = left.Max(units => units.Bound),
                Rows = count,
                ParametersBefore = Parameters(network),
                ParametersAfter = Parameters(smaller.Model.ScoringNetwork),
                BytesBefore = model.SavedBytes(),
                BytesAfter = smaller.SavedBytes(),
                MicrosecondsBefore = microseconds[0],
                MicrosecondsAfter = microseconds[1],
            });
        }
        catch
        {
            smaller.Dispose();
            throw;
        }
    }

    /// <summary>What is left of each network, and how many rows said so.</summary>
    private static (CompactedUnits[] Left, int? Rows) Find(
        SyreNetworkTransformer model, IDataView? rows, double tolerance, CancellationToken cancellation)
    {
        TabularCompaction[] networks = [.. model.Model.Networks.Cast<TabularNetwork>().Select(network => new TabularCompaction(network))];
        if (rows is null)
            return ([.. networks.Select(network => network.Prove(tolerance, cancellation))], null);
        using var scope = torch.NewDisposeScope();
        FeatureRows read = FeatureReader.Read(
            rows, model.Features, model.Model.ScoringNetwork, model.Device, out int count, cancellation);
        return ([.. networks.Select(network => network.Measure(read, tolerance, cancellation))], count);
    }

    private static long Parameters(ScoringNetwork network) => network.parameters().Sum(parameter => parameter.numel());
}
