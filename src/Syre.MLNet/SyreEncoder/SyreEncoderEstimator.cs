using Microsoft.ML;
using Microsoft.ML.Runtime;
using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Fitting;
using Syre.MLNet.Heads;
using Syre.MLNet.Networks;
using Syre.MLNet.Stock;
using Syre.MLNet.SyreEncoder;

namespace Syre.MLNet;

/// <summary>
/// Learns a short vector for each row, its embedding, from rows without a label (<c>mlContext.Transforms.SyreEncoder</c>).
/// </summary>
/// <remarks>
/// <para>
/// Input columns: a vector of Single of known size, dense or sparse, and optionally a weight (Single). Output columns: the embedding, a
/// vector of Single (<see cref="SyreEncoderOptions.OutputColumnName"/>), where it is asked for the error of the reconstruction as
/// <c>Score</c> (<see cref="SyreEncoderOptions.ReconstructionError"/>), and <c>Collapse</c>
/// (<see cref="CollapseOptions.ColumnName"/>).
/// </para>
/// <list type="table">
/// <listheader><term>Characteristics</term><description></description></listheader>
/// <item><term>Normalisation required?</term><description>No: the network begins with robust scaling.</description></item>
/// <item><term>Caching required?</term><description>No: rows are read once and kept in memory.</description></item>
/// <item><term>Rows with a missing feature</term><description>As <c>SyreNetwork</c> takes them
/// (<see cref="SyreTrainerOptions.MissingValues"/>): the decoder gives back the median, and that the value was
/// missing.</description></item>
/// <item><term>Required NuGet in addition to Microsoft.ML</term><description>Syre.MLNet and a libtorch package to train;
/// Microsoft.ML.OnnxTransformer and Microsoft.ML.OnnxRuntime to score a saved model.</description></item>
/// </list>
/// <para>
/// Steps are computed by libtorch's autograd: bits are those of one machine and number of threads. The layers are RealMLP-TD's (arXiv
/// 2407.04491), trained with syre (arXiv 2408.15495).
/// </para>
/// </remarks>
public sealed class SyreEncoderEstimator : SyreEstimator<SyreEncoderOptions, SyreEncoderTransformer>
{
    internal SyreEncoderEstimator(IHostEnvironment env, SyreEncoderOptions options)
        : base(env, "SyreEncoder", [PredictionTask.Encoding(options)], options)
    {
    }

    /// <inheritdoc/>
    private protected override IEnumerable<InputColumn> InputColumns =>
        [InputColumn.Vector("feature", Options.InputColumnName, nameof(Options.InputColumnName))];

    /// <inheritdoc/>
    private protected override SyreModel ModelOf(InitialModel initial, MLContext context) => initial.Path is { } path
        ? SyreModelFile.Open(path).CreateEncoder()
        : EarlierModels.Find<SyreEncoderModel>(initial.Transformer!);

    /// <inheritdoc/>
    private protected override SyreEncoderTransformer Fit(
        FitContext context, PredictionTask task, IDataView train, IDataView? validation, EarlierNetwork? earlier)
    {
        var source = new EncoderSource(context, Options, (EncoderSpec?)earlier?.Network.Spec);
        var fit = new NetworkFit(context, task.Objective, source, earlier);
        using FitRows rows = fit.Read(train, validation);
        using FittedNetwork fitted = fit.Run(
            rows, rehearse: untrained => Whole(Model(untrained), untrained.Diagnostics).Rehearse(context.Schema));
        return fitted.Complete(Model, Whole, whole => Options.Collapse.ActOn(
            fitted.Report, context.Channel, stream => context.Temporary.NewContext().Model.Save(whole, context.Schema, stream)));

        SyreEncoderModel Model(FittedNetwork network) => new(
            task with { Objective = network.Objective }, network.Network, Options with { InitialModel = null }, network.Summary,
            network.Report)
        {
            Origin = network.Origin,
            OptimizerState = network.OptimizerState,
        };

        SyreEncoderTransformer Whole(SyreEncoderModel model, RowDiagnostics diagnostics) =>
            new(new HeadHost(context.Host, context.Temporary), model, diagnostics, context.Schema, context.Device);
    }
}
