using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Inputs;
using Syre.Torch;

namespace Syre.MLNet.Diagnostics.Columns;

/// <summary>Makes a model of a column from a completed pass.</summary>
internal static class ColumnFit
{
    /// <summary>The model, with its report.</summary>
    public static ColumnModel Make(ColumnPass pass, CollapseDiagnosticsOptions options)
    {
        var log = new MeasureLog(options.BeforeMeasure);
        ColumnSpectra spectra = pass.Statistics.Complete(options.Energy, options.MaximumSubspace, log);
        var column = new LayerReport
        {
            Name = options.Input,
            Kind = pass.Statistics.IsExact ? "Column" : "Column (sketch)",
            Width = spectra.Subspace.Width,
            Rows = pass.Statistics.Rows,
            Measured = new LayerMeasures
            {
                Centred = spectra.Centred,
                Uncentred = spectra.Uncentred,
                Units = log.Try(
                    nameof(LayerMeasures.Units), null, () => pass.Counts.Measures(spectra.Twins ?? []),
                    UnitMeasures.Unmeasured(spectra.Subspace.Width)),
            },
            Similarity = spectra.Similarity,
        };
        var measured = new CollapseReport
        {
            Name = options.Input,
            Rows = pass.Counts.Rows,
            Layers = [column],
            Thresholds = options.Thresholds,
        };
        CollapseReport report = log.Try(nameof(CollapseReport.Findings), null, () => measured.Judged(), measured);
        var model = new ColumnModel(spectra.Subspace, MedianNorm(pass.Norms), report) { KnowsTwins = spectra.Twins is not null };
        RowProfile? profile = log.Try<RowProfile?>(
            nameof(CollapseReport.RowProfile), null,
            () => RowProfiles.Summarise(ColumnSlots.PerRow, 0, model.PerRow(pass.Sample), pass.HeldBack), null);
        return model with { Report = report with { RowProfile = profile, NotMeasured = log.NotMeasured } };
    }

    private static float MedianNorm(List<float> norms)
    {
        float[] sorted = [.. norms.Where(norm => norm > 0).Order()];
        return sorted.Length == 0 ? 1 : (float)Quantiles.Interpolate(sorted, 0.5);
    }
}
