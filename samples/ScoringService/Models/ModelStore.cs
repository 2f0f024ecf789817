using System.Collections.Concurrent;

namespace ScoringService.Models;

/// <summary>The models in service by name, and what was refused last of each name. Safe for many threads.</summary>
internal sealed class ModelStore
{
    private readonly ConcurrentDictionary<string, ServedModel> _models = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Refusal> _refusals = new(StringComparer.Ordinal);

    private volatile bool _isFilled;

    /// <summary>Whether every file that was there at the start has been taken or refused.</summary>
    public bool IsFilled
    {
        get => _isFilled;
        set => _isFilled = value;
    }

    /// <summary>The models in service, by name.</summary>
    public IEnumerable<ServedModel> All => _models.Values.OrderBy(model => model.Name, StringComparer.Ordinal);

    /// <summary>The files refused since the last that was taken, by the model's name.</summary>
    public IReadOnlyDictionary<string, Refusal> Refusals => _refusals;

    /// <summary>Holds the version in service of a model; null if there is none. The caller disposes the lease.</summary>
    public ModelLease? Lease(string name)
    {
        while (_models.TryGetValue(name, out ServedModel? model))
        {
            if (model.TryHold())
                return new ModelLease(model);
        }
        return null;
    }

    /// <summary>Puts a version into service in place of the one before, which ends with its last request.</summary>
    public void Put(ServedModel model)
    {
        ServedModel? before = null;
        _models.AddOrUpdate(model.Name, model, (_, old) =>
        {
            before = old;
            return model;
        });
        _refusals.TryRemove(model.Name, out _);
        before?.Release();
    }

    /// <summary>Remembers that a file was refused.</summary>
    public void Refuse(string name, Refusal refusal) => _refusals[name] = refusal;

    /// <summary>Takes a model out of service.</summary>
    public void Remove(string name)
    {
        _refusals.TryRemove(name, out _);
        if (_models.TryRemove(name, out ServedModel? model))
            model.Release();
    }
}
