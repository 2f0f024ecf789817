using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using ScoringService.Models;
using ScoringService.Rows;

namespace ScoringService.Endpoints;

/// <summary>Adds the rows of the models in service to the OpenAPI document, as schemas <c>MODEL.row</c>, and how the key is sent.</summary>
internal sealed class ModelSchemas(ModelStore store) : IOpenApiDocumentTransformer
{
    /// <inheritdoc/>
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo { Title = "ScoringService", Version = "1", Description = "Serves saved ML.NET models." };
        // Relative to where the document was read: what a client calls this host is not repeated.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.AddComponent(ApiKeyHandler.Scheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = ApiKeyHandler.Header,
        });
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiKeyHandler.Scheme, document)] = [] }];
        foreach (ServedModel model in store.All)
            document.AddComponent($"{ComponentName(model.Name)}.row", Row(model));
        return Task.CompletedTask;
    }

    /// <summary>OpenAPI's names have fewer characters than those of files.</summary>
    private static string ComponentName(string model) =>
        string.Concat(model.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c.ToString() : $"_{(int)c:x}_"));

    private static OpenApiSchema Row(ServedModel model) => new()
    {
        Type = JsonSchemaType.Object,
        Description = $"A row for {model.Name}, version {model.Version}.",
        Properties = model.Input.Fields.ToDictionary(field => field.Name, IOpenApiSchema (field) => Field(field)),
        Required = model.Input.Fields.Select(field => field.Name).ToHashSet(),
        AdditionalPropertiesAllowed = false,
        Examples = [ProbeRow.Example(model)],
    };

    private static OpenApiSchema Field(InputField field)
    {
        var value = new OpenApiSchema { Type = Enum.Parse<JsonSchemaType>(field.Type.Kind, ignoreCase: true) };
        if (field.Choices is { } choices)
            value.Examples = [.. choices.Select(choice => (JsonNode)choice)];
        return field.Type.Size is not { } size
            ? value
            : new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = value,
                MinItems = size > 0 ? size : null,
                MaxItems = size > 0 ? size : null,
            };
    }
}
