using ScoringService.Models;
using ScoringService.Rows;

namespace ScoringService.Endpoints;

/// <summary>The service's refusals, as problem details (RFC 9457).</summary>
internal static class Problems
{
    /// <summary>There is no such model.</summary>
    public static IResult UnknownModel(string name, ModelStore store) => Results.Problem(
        statusCode: StatusCodes.Status404NotFound,
        title: "There is no such model.",
        detail: store.All.Any()
            ? $"The models are {string.Join(", ", store.All.Select(model => model.Name))}."
            : "No model is in service yet.",
        extensions: new Dictionary<string, object?> { ["model"] = name });

    /// <summary>A row does not fit.</summary>
    /// <param name="e">What is wrong.</param>
    /// <param name="row">Its place in a batch, from 0; null for the only row.</param>
    public static IResult Row(RowException e, int? row = null) => Results.ValidationProblem(
        e.Errors.ToDictionary(error => error.Key, error => new[] { error.Value }),
        title: e.Message,
        extensions: row is null ? null : [KeyValuePair.Create("row", (object?)row)]);

    /// <summary>The body is too large, malformed or broken off.</summary>
    public static IResult Body(BadHttpRequestException e) => Results.Problem(statusCode: e.StatusCode, title: e.Message);

    /// <summary>A batch has more rows than are taken.</summary>
    public static IResult TooManyRows(int most) => Results.Problem(
        statusCode: StatusCodes.Status413PayloadTooLarge,
        title: "There are too many rows.",
        detail: $"A batch has at most {most} rows; send several.",
        extensions: new Dictionary<string, object?> { ["mostRows"] = most });
}
