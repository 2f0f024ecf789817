using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Syre.MLNet.Diagnostics.Columns;
using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;
using Syre.Torch;

namespace Syre.MLNet;

/// <summary>
/// Learns mean, spectrum and principal subspace of any column of vectors in one pass, reports on them, and gives each row diagnostics
/// (<c>mlContext.Transforms.CollapseDiagnostics</c>).
/// </summary>
/// <remarks>
/// <para>Input column: a vector of Single of known size, dense or sparse. Output column: a vector of six Single with slot names.</para>
/// <list type="table">
/// <listheader><term>Slot</term><description>Meaning</description></listheader>
/// <item><term>ActiveShare</term><description>Share of the row's slots that differ from zero; in [0, 1].</description></item>
/// <item><term>RelativeNorm</term><description>‖x‖ over the median ‖x‖ of training rows that are not all zero; from 0.</description></item>
/// <item><term>OutsideSubspace</term><description>‖(I − UUᵀ)(x − μ)‖²/‖x − μ‖² with the training rows' mean μ and principal directions U: 0
/// in the subspace of these (and at μ), 1 at right angles to it.</description></item>
/// <item><term>EffectiveRankRatio</term><description>Effective rank (Roy and Vetterli 2007) of the training rows less their mean, over the
/// largest possible, min(rows − 1, slots); in [0, 1]. The same for every row, as are the next two.</description></item>
/// <item><term>DeadShare</term><description>Share of slots that were always zero or hardly varied in training.</description></item>
/// <item><term>DuplicateShare</term><description>Share of slots that a twin makes superfluous: |cosine| above 0.99, as they are and less
/// their means. NaN where more than 16 384 slots occur in a column of more than 1024.</description></item>
/// </list>
/// <para>A row with a NaN or an infinite value is left out of training, with a warning, and its first three slots are NaN. An entry counts
/// as at most 10¹⁵ median norms, so that a row of any size has finite slots.</para>
/// <para>
/// Columns of up to 1024 slots are measured exactly, from their Gram matrix in double precision. Wider ones are measured from a random
/// sketch of it (Tropp, Yurtsever, Udell and Cevher 2017, arXiv 1706.05736) of 256 columns, or twice
/// <see cref="CollapseDiagnosticsOptions.MaximumSubspace"/> if that is more; the report then says <c>Column (sketch)</c>. It takes 4 kB for
/// each slot that occurs, and time by the entries that differ from zero. Of the spectrum the first 128 directions are known, exactly where
/// there are no more, else some percent too small where it falls slowly. The total energy is known exactly, so that the subspace's share is
/// of the true energy. What the other directions hold of it enters the ranks as the fewest directions that can hold it: effective rank,
/// numerical rank, <c>Rank99</c> and RankMe are what the column has at least, stable rank and participation ratio are right within some
/// percent. Twins are found by 64 random projections of each slot, which tell 1 − |cosine| within about a fifth.
/// </para>
/// <para>
/// Of 500 rows or more, one in five, chosen by chance, is held back from spectrum and subspace, and the report's profile of rows is theirs,
/// or that of a sample of 2048: rows that the subspace was fitted to look better than new rows do (isotropic noise of 200 slots, 1500 rows:
/// median <c>OutsideSubspace</c> 0.34 for these and 0.50 for new ones). Of fewer rows all are used for both. What each slot does by itself,
/// which <c>DeadShare</c> is from, is counted over all rows; a slot hardly varies if its deviation is below 10⁻⁵ of its root mean square.
/// </para>
/// </remarks>
public sealed class CollapseDiagnosticsEstimator : IEstimator<CollapseDiagnosticsTransformer>
{
    private const string TransformName = "CollapseDiagnostics";

    private readonly IHost _host;
    private readonly TemporaryFolder _temporary;
    private readonly CollapseDiagnosticsOptions _options;
    private readonly long _seed;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; all that are, are listed.</exception>
    internal CollapseDiagnosticsEstimator(IHostEnvironment env, CollapseDiagnosticsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var violations = new Violations();
        options.AddTo(violations);
        violations.ThrowIfOutOfRange(nameof(CollapseDiagnosticsOptions));
        _host = env.Register(TransformName);
        (_temporary, _options) = (new TemporaryFolder(env), options);
        // Drawn here and not in Fit, so that a second Fit of the same rows gives the same model.
        _seed = options.Seed ?? _host.Rand.NextInt64();
    }

    /// <summary>The columns after this: those before it and the diagnostics.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaChecks.Check(inputSchema, [Column]);
        return CollapseSchema.Append(
            inputSchema, new CollapseOptions { ColumnName = _options.OutputColumnName, RepresentationColumnName = null });
    }

    /// <summary>Learns from all rows of <paramref name="input"/> in one pass.</summary>
    /// <param name="input">The rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of the wrong type.</exception>
    /// <exception cref="OperationCanceledException">The MLContext was cancelled.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or each has a NaN or an infinite value.</exception>
    public CollapseDiagnosticsTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaChecks.Check(MLNetInternals.ShapeOf(input.Schema), [Column]);
        _temporary.Check("CollapseDiagnostics");
        TorchNative.EnsureLoaded();
        using IChannel channel = _host.Start("Training");
        return TorchFailure.Explain($"fitting {TransformName}", () => Fit(input, channel));
    }

    private InputColumn Column => InputColumn.Vector("input", _options.Input, "inputColumnName");

    private CollapseDiagnosticsTransformer Fit(IDataView input, IChannel channel)
    {
        var cancellation = new Cancellation(_host, CancellationToken.None);
        cancellation.Check();
        var type = (VectorDataViewType)input.Schema[_options.Input].Type;
        using var state = new TorchState();
        // Matrices are small; on a busy machine more threads mostly wait for one another.
        state.UseThreads(1);
        using var pass = new ColumnPass(ColumnStatistics.For(type.Size, _options.MaximumSubspace, _seed), type.Size, _seed);
        ColumnReader.Read(input, _options.Input, pass, channel, cancellation);
        ColumnModel model = ColumnFit.Make(pass, _options);
        PrincipalSubspace subspace = model.Subspace;
        double share = subspace.TotalVariance > 0 ? subspace.Variances.Sum() / subspace.TotalVariance : 1;
        foreach (NotMeasured missing in model.Report.NotMeasured)
            channel.Warning(MessageSensitivity.None, missing.Sentence);
        channel.Info(MessageSensitivity.None, FormattableString.Invariant(
            $"Learnt {subspace.Dimension} directions of {type.Size} slots in '{_options.Input}', with {share:0.0 %} of the energy, ") +
            $"from {model.Report.Rows} rows. {model.Report.Summary}");
        return new CollapseDiagnosticsTransformer(_temporary, model, _options.OutputColumnName, _options.Input, input.Schema);
    }
}
