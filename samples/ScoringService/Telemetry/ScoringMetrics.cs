using System.Diagnostics.Metrics;
using ScoringService.Models;

namespace ScoringService.Telemetry;

/// <summary>
/// What the service measures of its models. Requests and their latency are ASP.NET Core's own
/// <c>http.server.request.duration</c>, tagged with the model.
/// </summary>
internal sealed class ScoringMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "ScoringService";

    private readonly ModelStore _store;
    private readonly Counter<long> _rows;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _loads;

    public ScoringMetrics(IMeterFactory factory, ModelStore store)
    {
        _store = store;
        Meter meter = factory.Create(MeterName);
        _rows = meter.CreateCounter<long>("scoring.rows", "{row}", "Rows scored.");
        _duration = meter.CreateHistogram<double>(
            "scoring.row.duration", "s", "Mean time a row of a request took to read, score and write.");
        _loads = meter.CreateCounter<long>("scoring.model.loads", "{file}", "Model files taken into service or refused.");
        meter.CreateObservableGauge("scoring.model.refused", Refused, "{file}", "1 for each model whose newest file is refused.");
        meter.CreateObservableGauge(
            "scoring.collapse.shift", Shifts, "1", "How far the rows have moved from those of the training, by slot of Collapse.");
        meter.CreateObservableGauge(
            "scoring.collapse.drifting", Drifting, "1", "1 while the rows do not look like those of the training, else 0.");
    }

    /// <summary>Counts the rows of a request.</summary>
    public void Scored(string model, long rows, TimeSpan elapsed)
    {
        if (rows == 0)
            return;
        _rows.Add(rows, Tag(model));
        _duration.Record(elapsed.TotalSeconds / rows, Tag(model));
    }

    /// <summary>Counts a model file.</summary>
    public void Loaded(string model, bool refused) =>
        _loads.Add(1, Tag(model), new KeyValuePair<string, object?>("outcome", refused ? "refused" : "taken"));

    private IEnumerable<Measurement<int>> Refused() => _store.Refusals.Keys.Select(name => new Measurement<int>(1, Tag(name)));

    private IEnumerable<Measurement<double>> Shifts() =>
        from model in _store.All
        where model.Drift is not null
        from slot in model.Drift!.Current.Slots
        select new Measurement<double>(slot.Shift, Tag(model.Name), new KeyValuePair<string, object?>("slot", slot.Name));

    private IEnumerable<Measurement<int>> Drifting() =>
        from model in _store.All
        where model.Drift is not null
        select new Measurement<int>(model.Drift!.Current.IsDrifting ? 1 : 0, Tag(model.Name));

    private static KeyValuePair<string, object?> Tag(string model) => new("model", model);
}
