using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace ScoringService.Endpoints;

/// <summary>The limits that the web server enforces.</summary>
internal sealed class RequestLimits(IOptions<ServiceOptions> options) : IConfigureOptions<KestrelServerOptions>
{
    /// <inheritdoc/>
    public void Configure(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = options.Value.MaxRequestBytes;
    }
}
