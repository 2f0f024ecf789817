using Microsoft.AspNetCore.Connections;

namespace ScoringService.Endpoints;

/// <summary>What a client does wrong, which is answered with a status of the client's and is no error in the log.</summary>
internal static class ClientFaults
{
    /// <summary>Options of the handler of exceptions.</summary>
    public static ExceptionHandlerOptions Handling => new()
    {
        StatusCodeSelector = e => e is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
        SuppressDiagnosticsCallback = context =>
            context.Exception is BadHttpRequestException or ConnectionResetException
                || context.HttpContext.RequestAborted.IsCancellationRequested,
    };

    /// <summary>
    /// Reads of a request's body; what is wrong with its framing is the client's fault, whatever the server throws for it.
    /// </summary>
    /// <exception cref="BadHttpRequestException">The body is too large, malformed or broken off.</exception>
    public static async ValueTask<T> ReadAsync<T>(ValueTask<T> reading)
    {
        try
        {
            return await reading;
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The request's body is malformed, or was broken off.", StatusCodes.Status400BadRequest, e);
        }
    }
}
