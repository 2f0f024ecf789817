using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using Syre.MLNet.Checkpoints;
using Syre.MLNet.Fitting;
using Syre.MLNet.Objectives;
using Syre.MLNet.Runtime;

namespace Syre.MLNet.SyreNetwork;

/// <summary>Trains a network of a table, or several beside each other that are averaged.</summary>
/// <param name="context">What it runs in.</param>
/// <param name="objective">What is learnt, not fitted yet.</param>
/// <param name="options">The options.</param>
/// <param name="earlier">A network or an ensemble to start from; null for random weights.</param>
internal sealed class TabularFit(FitContext context, Objective objective, SyreNetworkOptions options, EarlierNetwork? earlier)
{
    /// <summary>Trains.</summary>
    /// <param name="train">Rows to train on.</param>
    /// <param name="validation">Rows to choose the epoch by; null for a share of the training rows.</param>
    /// <param name="rehearse">Is given an untrained network with everything of the right shape.</param>
    public FittedNetwork Run(IDataView train, IDataView? validation, Action<FittedNetwork> rehearse)
    {
        var clock = Stopwatch.StartNew();
        NetworkFit first = Fit(context, options, earlier?.Member(0));
        using FitRows rows = first.Read(train, validation);
        int members = Members();
        var intervals = IntervalFit.Prepare(rows, objective, options, members == 1
            ? [context.Seed]
            : Enumerable.Range(0, members).Select(member => SeedSequence.OfMember(context.Seed, member)));
        FittedNetwork fitted = members == 1
            ? first.Run(rows, rehearse: Rehearse)
            : RunEnsemble(rows, members, clock, Rehearse);
        try
        {
            fitted.Interval = intervals?.Learn(fitted, context.Channel);
            return fitted;
        }
        catch
        {
            fitted.Dispose();
            throw;
        }

        void Rehearse(FittedNetwork untrained)
        {
            untrained.Interval = intervals?.Untrained;
            rehearse(untrained);
        }
    }

    private FittedNetwork RunEnsemble(FitRows rows, int members, Stopwatch clock, Action<FittedNetwork> rehearse)
    {
        var progress = new Lock();
        int rounds = TabularPlan.Rounds(members, options);
        var checkpoints = new CheckpointStore?[members];
        try
        {
            // Of a training that is cancelled, the members stay that have an epoch.
            FittedNetwork[] fitted =
                [.. ParallelFits.Run([.. Enumerable.Range(0, members)], Member, TabularPlan.AtOnce(options)).OfType<FittedNetwork>()];
            if (fitted.Length == 0)
                context.Cancellation.Check();
            if (fitted.Length == 1)
                return fitted[0];
            try
            {
                FittedNetwork ensemble = EnsembleFit.Combine(context, fitted, rows, clock.Elapsed);
                Array.ForEach(checkpoints, store => store?.RemoveEnded(context.Channel));
                return ensemble;
            }
            catch
            {
                foreach (FittedNetwork member in fitted)
                    member.Dispose();
                throw;
            }
        }
        finally
        {
            Array.ForEach(checkpoints, store => store?.Dispose());
        }

        FittedNetwork? Member(int member)
        {
            using var state = new TorchState();
            long seed = SeedSequence.OfMember(context.Seed, member);
            using var randomness = new TorchRandomness(seed, context.Device);
            using IChannel channel = context.Host.Start($"Training member {member + 1}");
            checkpoints[member] = options.CheckpointDirectory is { } folder ? new CheckpointStore(folder) : null;
            SyreNetworkOptions own = options with
            {
                Members = 1,
                TimeLimit = options.TimeLimit / rounds,
                Progress = options.Progress is { } tell ? told => Tell(tell, told with { Member = member }) : null,
            };
            FitContext inner = context with
            {
                Seed = seed,
                State = state,
                Randomness = randomness,
                Channel = channel,
                Checkpoints = checkpoints[member],
            };
            try
            {
                return Fit(inner, own, earlier?.Member(member)).Run(rows, rehearse: member == 0 ? rehearse : null);
            }
            catch (OperationCanceledException) when (context.Cancellation.IsRequested)
            {
                return null;
            }
        }

        void Tell(Action<TrainingProgress> tell, TrainingProgress told)
        {
            lock (progress)
                tell(told);
        }
    }

    private NetworkFit Fit(FitContext inner, SyreNetworkOptions own, EarlierNetwork? start) =>
        new(inner, objective, new TabularSource(inner, objective, own, start?.Network.Spec), start);

    /// <summary>How many networks.</summary>
    /// <exception cref="ArgumentException">The earlier model has another number.</exception>
    private int Members()
    {
        if (earlier is null)
            return options.Network is not null ? 1 : options.Members ?? TabularPlan.Members;
        int before = Math.Max(1, earlier.Model.Members.Count);
        return (options.Members ?? before) == before
            ? before
            : throw new ArgumentException(
                $"The earlier model has {before} members, and {nameof(options.Members)} is {options.Members}. " +
                "Leave it null, or train anew.", nameof(options.InitialModel));
    }
}
