using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace ScoringService.Endpoints;

/// <summary>
/// The limit of requests in a second, for each address. It comes before the key is looked at, so that keys cannot be guessed fast.
/// </summary>
internal static class RateLimit
{
    public const string Policy = "requests";

    private const int PeriodsPerSecond = 10;

    public static void Configure(RateLimiterOptions limiter)
    {
        limiter.AddPolicy(Policy, context =>
        {
            int perSecond = context.RequestServices.GetRequiredService<IOptions<ServiceOptions>>().Value.RequestsPerSecond;
            return RateLimitPartition.GetTokenBucketLimiter(
                context.Connection.RemoteIpAddress ?? IPAddress.None, _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = perSecond,
                    TokensPerPeriod = Math.Max(1, perSecond / PeriodsPerSecond),
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1.0 / Math.Min(perSecond, PeriodsPerSecond)),
                });
        });
        limiter.OnRejected = async (rejected, cancellation) =>
        {
            HttpResponse response = rejected.HttpContext.Response;
            if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait))
                response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            await Results.Problem(statusCode: StatusCodes.Status429TooManyRequests, title: "There are too many requests.")
                .ExecuteAsync(rejected.HttpContext);
        };
    }
}
