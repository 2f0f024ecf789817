using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ScoringService.Endpoints;

/// <summary>Lets requests with the configured key in; where no key is configured, requests from this machine.</summary>
internal sealed class ApiKeyHandler(
    IOptions<ServiceOptions> service, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public new const string Scheme = "ApiKey";

    public const string Header = "X-Api-Key";

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        bool allowed = service.Value.ApiKey is { Length: > 0 } key
            ? IsSame(key, Request.Headers[Header].ToString())
            : ThisMachine.Sends(Context);
        return Task.FromResult(allowed
            ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(Scheme)), Scheme))
            : AuthenticateResult.NoResult());
    }

    /// <inheritdoc/>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = Scheme;
        await Results.Problem(
            statusCode: StatusCodes.Status401Unauthorized,
            title: "The request has no valid key.",
            detail: service.Value.ApiKey is { Length: > 0 }
                ? $"Send the key in the header {Header}."
                : "No key is configured (Scoring:ApiKey), so only this machine is answered, and nobody through a proxy.")
            .ExecuteAsync(Context);
    }

    /// <summary>Takes as long for a key that is nearly right as for any other.</summary>
    private static bool IsSame(string key, string sent) => CryptographicOperations.FixedTimeEquals(Hash(key), Hash(sent));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
