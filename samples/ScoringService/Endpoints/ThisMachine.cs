using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace ScoringService.Endpoints;

/// <summary>
/// Whether a request comes from this machine and for it. A proxy on this machine passes on what comes from elsewhere. It is known by what
/// proxies add to a request. One that adds nothing cannot be told from this machine, so a service behind a proxy needs a key.
/// </summary>
internal static class ThisMachine
{
    private static readonly string[] s_ofProxies =
    [
        "Forwarded", "Via", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "True-Client-IP", "CF-Connecting-IP", "Fly-Client-IP",
        "X-Original-Host",
    ];

    /// <summary>Whether it does.</summary>
    public static bool Sends(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && !context.Request.Headers.Keys.Any(IsOfProxy)
        // What nginx speaks to the service unless told otherwise, and no client of today does.
        && context.Request.Protocol != HttpProtocol.Http10
        // A foreign page whose name was made to point here sends that name.
        && IsOfThisMachine(context.Request.Host.Host);

    /// <summary>
    /// Takes the client's address from the proxies that are configured; a header that they have used up is no longer there.
    /// </summary>
    public static void UseKnownProxies(IApplicationBuilder app)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        // ASP.NET Core trusts every process of this machine unless told otherwise.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (IPAddress proxy in app.ApplicationServices.GetRequiredService<IOptions<ServiceOptions>>().Value.ProxyAddresses)
            options.KnownProxies.Add(proxy);
        if (options.KnownProxies.Count > 0)
            app.UseForwardedHeaders(options);
    }

    private static bool IsOfThisMachine(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));

    private static bool IsOfProxy(string header) =>
        header.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
            || s_ofProxies.Contains(header, StringComparer.OrdinalIgnoreCase);
}
