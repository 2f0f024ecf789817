using ScoringService.Models;

namespace ScoringService.Endpoints;

/// <summary><c>GET /models</c> and <c>GET /models/{model}</c>.</summary>
internal static class ModelEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/models").RequireAuthorization().RequireRateLimiting(RateLimit.Policy).WithTags("models")
            .ProducesProblem(StatusCodes.Status401Unauthorized);
        group.MapGet("", (ModelStore store) => TypedResults.Ok(ModelList.Of(store)))
            .WithName("listModels")
            .WithSummary("The models in service, and the files refused since.");
        group.MapGet("/{model}", Card)
            .WithName("modelCard")
            .WithSummary("A model's card: what its file tells, its input schema, and the drift of the rows that it has scored.")
            .Produces<ModelCard>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult Card(string model, ModelStore store)
    {
        using ModelLease? lease = store.Lease(model);
        return lease is null
            ? Problems.UnknownModel(model, store)
            : Results.Ok(ModelCard.Of(lease.Model, store.Refusals.GetValueOrDefault(model)));
    }
}
