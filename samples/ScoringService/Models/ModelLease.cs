namespace ScoringService.Models;

/// <summary>One request's hold on a version of a model: it stays until the request is answered, whatever is loaded meanwhile.</summary>
internal sealed class ModelLease(ServedModel model) : IDisposable
{
    public ServedModel Model => model;

    /// <inheritdoc/>
    public void Dispose() => model.Release();
}
