using Syre.Studies.Measuring;
using Syre.Studies.Tables;

namespace Syre.Studies.Sigma0;

/// <summary>What all arms measured on one table, seed by seed.</summary>
/// <param name="Source">The table.</param>
/// <param name="TrainingRows">Rows trained on.</param>
/// <param name="HeldOutRows">Rows measured on.</param>
/// <param name="BySeed">The measurements of each arm, in the order of the seeds.</param>
internal sealed record TableResult(
    TableSource Source, int TrainingRows, int HeldOutRows, IReadOnlyDictionary<Arm, List<Measurement>> BySeed)
{
    /// <summary>Mean of a metric over the seeds.</summary>
    public Spread Of(Arm arm, Func<Measurement, double> metric) => Spread.Of([.. BySeed[arm].Select(metric)]);

    /// <summary>Mean over the seeds of an arm's metric less that of plain decay on the same rows with the same seed.</summary>
    public Spread DifferenceToPlain(Arm arm, Func<Measurement, double> metric) =>
        Spread.Of([.. BySeed[arm].Zip(BySeed[Arm.Plain], (measured, plain) => metric(measured) - metric(plain))]);

    /// <summary>That difference as a share of plain decay's own mean; not finite where plain decay makes no error at all.</summary>
    public double RelativeDifference(Arm arm, Func<Measurement, double> metric) =>
        DifferenceToPlain(arm, metric).Mean / Of(Arm.Plain, metric).Mean;
}
