using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ScoringService.Endpoints;

/// <summary>
/// What <c>/health/ready</c> says. Whoever may use the models is told which files are refused and why; anyone else how many.
/// </summary>
/// <param name="Status"><c>Healthy</c>, <c>Degraded</c> or <c>Unhealthy</c>.</param>
/// <param name="Reason">Why it is not healthy.</param>
/// <param name="Refused">The reason for each refused file, by the model's name.</param>
internal sealed record ReadyAnswer(string Status, string? Reason, IReadOnlyDictionary<string, object>? Refused)
{
    public static HealthCheckOptions Options => new()
    {
        ResponseWriter = (context, report) => context.Response.WriteAsJsonAsync(Of(report, context.User.Identity?.IsAuthenticated == true)),
    };

    private static ReadyAnswer Of(HealthReport report, bool all)
    {
        HealthReportEntry models = report.Entries.Values.Single();
        return new ReadyAnswer(report.Status.ToString(), models.Description, all && models.Data.Count > 0 ? models.Data : null);
    }
}
