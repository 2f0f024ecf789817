using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ScoringService.Models;

/// <summary>
/// Ready when the files of the start have been read and a model is in service. A refused file does not change that: the version before answers.
/// </summary>
internal sealed class ModelsReady(ModelStore store) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(store.IsFilled && store.All.Any() ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The models are being read, or there is none."));
}
