using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using ScoringService.Endpoints;
using ScoringService.Models;
using ScoringService.Telemetry;

namespace ScoringService;

internal static class ScoringApp
{
    /// <summary>Builds it; the caller runs it.</summary>
    public static WebApplication Build(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
        });
        builder.Services.AddOptions<ServiceOptions>().BindConfiguration("Scoring").ValidateDataAnnotations().ValidateOnStart();
        AddModels(builder.Services);
        AddTelemetry(builder);
        // The core alone: all of it would keep keys for cookies on disk, and there are no cookies.
        builder.Services.AddWebEncoders().AddAuthenticationCore(options =>
        {
            options.DefaultScheme = ApiKeyHandler.Scheme;
            options.AddScheme<ApiKeyHandler>(ApiKeyHandler.Scheme, null);
        });
        builder.Services.AddAuthorization();
        builder.Services.AddRateLimiter(RateLimit.Configure);
        builder.Services.AddProblemDetails();
        builder.Services.AddOpenApi(options => options.AddDocumentTransformer<ModelSchemas>());
        builder.Services.AddSingleton<IConfigureOptions<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>, RequestLimits>();

        WebApplication app = builder.Build();
        ThisMachine.UseKnownProxies(app);
        app.UseExceptionHandler(ClientFaults.Handling);
        app.UseStatusCodePages();
        app.Use(SecurityHeaders);
        app.UseDefaultFiles();
        app.UseStaticFiles();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        PredictEndpoints.Map(app);
        ModelEndpoints.Map(app);
        app.MapOpenApi().RequireAuthorization().RequireRateLimiting(RateLimit.Policy);
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", ReadyAnswer.Options);
        return app;
    }

    private static void AddModels(IServiceCollection services)
    {
        services.AddSingleton<ModelStore>();
        services.AddSingleton<FirstModel>();
        services.AddSingleton<ScratchFolder>();
        services.AddSingleton<TimedLoader>();
        services.AddHostedService<ModelFolderWatcher>();
        services.AddHealthChecks().AddCheck<ModelsReady>("models");
    }

    private static void AddTelemetry(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ScoringMetrics>();
        OpenTelemetryBuilder telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter(
                ScoringMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.RateLimiting"));
        // Where to is said by OpenTelemetry's own variables; without them nothing is sent.
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
            telemetry.UseOtlpExporter();
    }

    private static Task SecurityHeaders(HttpContext context, RequestDelegate next)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'self'; frame-ancestors 'none'";
        return next(context);
    }
}
