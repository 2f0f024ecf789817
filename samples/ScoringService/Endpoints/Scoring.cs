using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using ScoringService.Models;
using ScoringService.Rows;
using ScoringService.Telemetry;

namespace ScoringService.Endpoints;

/// <summary>One request's use of a model: a lease, an engine, and the count of its rows.</summary>
internal sealed class Scoring : IDisposable
{
    private readonly ModelLease _lease;
    private readonly RowEngine _engine;
    private readonly ScoringMetrics _metrics;
    private readonly bool _withCollapse;
    private readonly long _started = Stopwatch.GetTimestamp();

    private Scoring(ModelLease lease, ScoringMetrics metrics, HttpContext context)
    {
        (_lease, _metrics) = (lease, metrics);
        _withCollapse = context.Request.Query["collapse"] == "true";
        _engine = lease.Model.Rent();
        context.Response.Headers["Model-Version"] = lease.Model.Version;
        context.Features.Get<IHttpMetricsTagsFeature>()?.Tags.Add(new KeyValuePair<string, object?>("model", lease.Model.Name));
    }

    /// <summary>Rows answered.</summary>
    public int Rows { get; private set; }

    /// <summary>Begins with the version of the model that is in service; null if there is none.</summary>
    public static Scoring? Begin(string model, ModelStore store, ScoringMetrics metrics, HttpContext context)
    {
        ModelLease? lease = store.Lease(model);
        try
        {
            return lease is null ? null : new Scoring(lease, metrics, context);
        }
        catch
        {
            lease?.Dispose();
            throw;
        }
    }

    /// <summary>Whether a row fits, said by throwing if not.</summary>
    /// <exception cref="RowException">It does not fit.</exception>
    public void Check(ReadOnlySpan<byte> row) => _engine.Read(row);

    /// <summary>The answer to a row, as JSON; valid until the next call.</summary>
    /// <exception cref="RowException">It does not fit.</exception>
    public ReadOnlyMemory<byte> Answer(ReadOnlySpan<byte> row)
    {
        _engine.Read(row);
        ReadOnlyMemory<byte> answer = _engine.Answer(_withCollapse);
        _lease.Model.Drift?.Add(_engine.Collapse());
        Rows++;
        return answer;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _metrics.Scored(_lease.Model.Name, Rows, Stopwatch.GetElapsedTime(_started));
        _lease.Model.Return(_engine);
        _lease.Dispose();
    }
}
