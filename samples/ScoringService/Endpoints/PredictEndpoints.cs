using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using ScoringService.Models;
using ScoringService.Rows;
using ScoringService.Telemetry;

namespace ScoringService.Endpoints;

/// <summary><c>POST /predict/{model}</c> and <c>POST /predict/{model}/batch</c>.</summary>
internal static class PredictEndpoints
{
    private const string Json = "application/json";
    private const string Lines = "application/x-ndjson";

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/predict/{model}").RequireAuthorization()
            .RequireRateLimiting(RateLimit.Policy).WithTags("predict");
        group.MapPost("", PredictAsync)
            .WithName("predict")
            .WithSummary("Scores one row.")
            .WithDescription("The row is a JSON object with a value for each field of the model's input schema. " +
                "?collapse=true adds the row's diagnostics.")
            .Accepts<JsonObject>(Json)
            .Produces<JsonObject>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        group.MapPost("/batch", PredictBatchAsync)
            .WithName("predictBatch")
            .WithSummary("Scores many rows by one version of the model.")
            .WithDescription(
                "A JSON array is checked as a whole, then answered by an array, row by row. Lines (NDJSON) are answered as they come, " +
                "a line for a line; where a line does not fit, the answer ends with a line of problem details.")
            .Accepts<JsonObject[]>(Json, Lines)
            .Produces<JsonObject[]>(StatusCodes.Status200OK, Json, Lines)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
    }

    private static async Task<IResult> PredictAsync(string model, HttpContext context, ModelStore store, ScoringMetrics metrics)
    {
        using RequestBody body = await RequestBody.ReadAsync(context);
        using Scoring? scoring = Scoring.Begin(model, store, metrics, context);
        if (scoring is null)
            return Problems.UnknownModel(model, store);
        try
        {
            ReadOnlyMemory<byte> answer = scoring.Answer(body.Bytes.Span);
            context.Response.ContentType = Json;
            context.Response.ContentLength = answer.Length;
            await context.Response.Body.WriteAsync(answer, context.RequestAborted);
            return Results.Empty;
        }
        catch (RowException e)
        {
            return Problems.Row(e);
        }
    }

    private static async Task<IResult> PredictBatchAsync(
        string model, HttpContext context, ModelStore store, ScoringMetrics metrics, IOptions<ServiceOptions> options)
    {
        using Scoring? scoring = Scoring.Begin(model, store, metrics, context);
        if (scoring is null)
            return Problems.UnknownModel(model, store);
        return context.Request.HasJsonContentType()
            ? await ArrayBatch.AnswerAsync(scoring, context, options.Value.MaxBatchRows)
            : await new LineBatch(scoring, context, options.Value.MaxBatchRows).AnswerAsync();
    }
}
