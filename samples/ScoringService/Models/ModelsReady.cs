using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ScoringService.Models;

/// <summary>Ready when a model is in service. A refused file does not change that: the version before answers.</summary>
internal sealed class ModelsReady(ModelStore store) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(store.All.Any() ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("No model is in service yet."));
}
