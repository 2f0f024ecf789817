using Syre.Torch;

namespace Syre.MLNet.Diagnostics;

/// <summary>Makes a model of a column from a completed pass.</summary>
internal static class ColumnFit
{
    /// <summary>The model, with its report.</summary>
    public static ColumnModel Of(ColumnPass pass, CollapseDiagnosticsOptions options)
    {
        ColumnSpectra spectra = pass.Statistics.Complete(options.Energy, options.MaximumSubspace);
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
                Units = pass.Counts.Measures(spectra.Twins ?? []),
            },
            Similarity = spectra.Similarity,
        };
        var report = new CollapseReport
        {
            Name = options.Input,
            Rows = pass.Counts.Rows,
            Layers = [column],
            Thresholds = options.Thresholds,
        }.Judged();
        var model = new ColumnModel(spectra.Subspace, MedianNorm(pass.Norms), report) { KnowsTwins = spectra.Twins is not null };
        RowProfile profile = RowProfiles.Of(ColumnSlots.PerRow, 0, model.PerRow(pass.Sample), pass.HeldBack);
        return model with { Report = report with { RowProfile = profile } };
    }

    private static float MedianNorm(List<float> norms)
    {
        float[] sorted = [.. norms.Where(norm => norm > 0).Order()];
        return sorted.Length == 0 ? 1 : RowProfiles.Quantile(sorted, 0.5);
    }
}
