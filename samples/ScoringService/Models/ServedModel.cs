using Microsoft.Extensions.ObjectPool;
using Microsoft.ML;
using ScoringService.Rows;
using ScoringService.Telemetry;

namespace ScoringService.Models;

/// <summary>
/// One version of a model: ML.NET's transformer, shared, and a pool of engines over it. Disposed when it is out of
/// service and its last lease has ended.
/// </summary>
internal sealed class ServedModel
{
    private readonly ITransformer _transformer;
    private readonly ObjectPool<RowEngine> _engines;
    private readonly string _scratch;
    private readonly int _mostTextBytes;
    private int _leases = 1;

    /// <param name="name">The model's name.</param>
    /// <param name="version">A short hash of the file.</param>
    /// <param name="file">What the file tells.</param>
    /// <param name="transformer">The model, which is now this object's.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="outputs">What it answers.</param>
    /// <param name="scratch">A folder that is the transformer's, deleted after it.</param>
    /// <param name="mostTextBytes">Most bytes of a field of text.</param>
    public ServedModel(
        string name,
        string version,
        ModelFile file,
        ITransformer transformer,
        InputSchema input,
        OutputColumns outputs,
        string scratch,
        int mostTextBytes)
    {
        (Name, Version, File, Input, Outputs, _transformer, _scratch) = (name, version, file, input, outputs, transformer, scratch);
        _mostTextBytes = mostTextBytes;
        Drift = outputs.CollapseProfile is { } profile ? new DriftMonitor(profile) : null;
        _engines = new DefaultObjectPoolProvider { MaximumRetained = 2 * Environment.ProcessorCount }.Create(new EnginePolicy(this));
    }

    public string Name { get; }

    public string Version { get; }

    public DateTimeOffset LoadedAt { get; } = DateTimeOffset.UtcNow;

    public ModelFile File { get; }

    public InputSchema Input { get; }

    public OutputColumns Outputs { get; }

    /// <summary>Compares rows with those of the training; null where the file tells nothing of these.</summary>
    public DriftMonitor? Drift { get; }

    /// <summary>Takes an engine; give it back by <see cref="Return"/>.</summary>
    public RowEngine Rent() => _engines.Get();

    /// <summary>Gives an engine back. The pool keeps a few, and disposes of the others and of those that have failed.</summary>
    public void Return(RowEngine engine) => _engines.Return(engine);

    /// <summary>Keeps the model from being disposed; false if that is too late. Ended by <see cref="Release"/>.</summary>
    public bool TryHold()
    {
        for (int leases = Volatile.Read(ref _leases); leases > 0;)
        {
            int seen = Interlocked.CompareExchange(ref _leases, leases + 1, leases);
            if (seen == leases)
                return true;
            leases = seen;
        }
        return false;
    }

    /// <summary>Ends a hold, or the service of this version; after the last of them all is given back.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _leases) > 0)
            return;
        try
        {
            (_engines as IDisposable)?.Dispose();
            (_transformer as IDisposable)?.Dispose();
        }
        finally
        {
            DeleteScratch();
        }
    }

    private void DeleteScratch()
    {
        try
        {
            Directory.Delete(_scratch, recursive: true);
        }
        catch (IOException)
        {
            // The request that ends last is not to fail by that; the folder goes with the service's own.
        }
    }

    private sealed class EnginePolicy(ServedModel model) : PooledObjectPolicy<RowEngine>
    {
        public override RowEngine Create() => new(model._transformer, model.Input, model.Outputs, model._mostTextBytes);

        public override bool Return(RowEngine engine) => !engine.HasFailed;
    }
}
