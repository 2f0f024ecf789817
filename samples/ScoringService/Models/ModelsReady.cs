using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ScoringService.Models;

/// <summary>
/// Unhealthy (503) until each file of the start has been taken or refused, and while no model is in service: nothing can be asked. Degraded
/// (200) while a file is refused or a thread of a loading is left behind: what is in service answers, but it is not all that is in the
/// folder. Else healthy (200). The data say which files are refused and why.
/// </summary>
internal sealed class ModelsReady(ModelStore store, TimedLoader loader) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        Dictionary<string, object> refused = store.Refusals.ToDictionary(refusal => refusal.Key, refusal => (object)refusal.Value.Reason);
        return Task.FromResult(
            !store.IsFilled ? HealthCheckResult.Unhealthy("The files of the start are being read.", data: refused)
            : !store.All.Any() ? HealthCheckResult.Unhealthy("No model is in service.", data: refused)
            : loader.Abandoned > 0 ? HealthCheckResult.Degraded($"{loader.Abandoned} loadings have not ended in time.", data: refused)
            : refused.Count > 0 ? HealthCheckResult.Degraded($"{refused.Count} files are refused.", data: refused)
            : HealthCheckResult.Healthy());
    }
}
