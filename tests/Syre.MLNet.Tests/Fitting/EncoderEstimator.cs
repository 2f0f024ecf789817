using Microsoft.ML;
using Microsoft.ML.Runtime;
using Syre.MLNet.Fitting;
using Syre.MLNet.Heads;
using Syre.MLNet.Stock;
using Syre.MLNet.SyreNetwork;

namespace Syre.MLNet.Tests.Fitting;

/// <summary>A trainer whose objective has no label.</summary>
internal sealed class EncoderEstimator(IHostEnvironment env, SyreNetworkOptions options)
    : SyreEstimator<SyreNetworkOptions, FittedEncoder>(
        env, "SyreEncoder", [new PredictionTask(new ReconstructionObjective(), new VectorRegressionHead())], options)
{
    private protected override IEnumerable<InputColumn> InputColumns =>
        [InputColumn.Vector("feature", Options.FeatureColumnName, nameof(Options.FeatureColumnName))];

    private protected override SyreModel ModelOf(InitialModel initial, MLContext context) => ((FittedEncoder)initial.Transformer!).Model;

    private protected override FittedEncoder Fit(
        FitContext context, PredictionTask task, IDataView train, IDataView? validation, EarlierNetwork? earlier)
    {
        var fit = new NetworkFit(context, task.Objective, new TabularSource(context, task.Objective, Options, earlier: null), earlier);
        using FitRows rows = fit.Read(train, validation);
        using FittedNetwork fitted = fit.Run(rows);
        fitted.LeaveNetwork();
        return new FittedEncoder(new SyreNetworkModel(task, fitted.Network, Options, fitted.Summary, fitted.Report)
        {
            Origin = fitted.Origin,
        });
    }
}
