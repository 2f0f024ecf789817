using System.Runtime.InteropServices;
using Syre.Cpu;
using Syre.MLNet.Networks;
using TorchSharp;
using TorchSharp.Modules;

namespace Syre.MLNet.Scoring;

/// <summary>
/// Runs a trained network by the CPU engine, which keeps copies of its weights but for tables. Whoever reads the network may change them:
/// so each reader begins with a look whether the copies are still the weights.
/// </summary>
internal sealed class EngineScorer : IDisposable
{
    private readonly ScoringNetwork _network;
    private readonly Lock _lock = new();
    private IEngineCopy? _present;

    private EngineScorer(ScoringNetwork network) => _network = network;

    /// <summary>A scorer; null where the engine does not run the network.</summary>
    public static EngineScorer? Of(ScoringNetwork network, torch.Device device) =>
        network.EngineObstacle(device) is null ? new(network) : null;

    /// <summary>
    /// The network with its present weights. When these change, it is its readers' alone, and its memory comes back with the last of them:
    /// ML.NET tells nobody when it needs a row no more.
    /// </summary>
    public IEngineCopy Present()
    {
        lock (_lock)
        {
            if (_present?.IsPresent != true)
                _present = _network is EnsembleNetwork ensemble ? new EnsembleCopy(ensemble) : new Copy(_network);
            return _present;
        }
    }

    public void Dispose() => _present?.Dispose();

    /// <summary>
    /// The network with the weights that it had once; tables, which may be large, are read where they lie. Safe for many threads.
    /// </summary>
    internal sealed class Copy : IEngineCopy
    {
        private readonly EngineNetwork _layers;
        private readonly CpuNetwork _network;
        private readonly OutputBounds? _bounds;
        private readonly List<(torch.Tensor Live, torch.Tensor Taken)> _values = [];

        public Copy(ScoringNetwork network)
        {
            using var scope = torch.NewDisposeScope();
            foreach (torch.Tensor live in network.buffers())
                Take(live, live.detach().clone());
            _bounds = network.Bounds;
            // A second handle of a table keeps its memory where it is as long as the copy.
            HashSet<Parameter> tables = [.. network.Tables.Select(table => table.Weights)];
            _layers = network.ForEngine(parameter => EngineNetwork.Parameter(
                Take(parameter, tables.Contains(parameter) ? parameter.detach() : parameter.detach().clone())))!;
            _network = _layers.Parts.Create(threads: 1);
        }

        // Those that are no copies the network has in any case.
        public bool IsPresent => _values.TrueForAll(value => value.Live.bytes.SequenceEqual(value.Taken.bytes));

        public void Score(FeatureBlock rows, Span<float> outputs) => Run(rows, outputs, null);

        public NetworkTrace Trace(FeatureBlock rows)
        {
            torch.Tensor[] tensors = [.. _layers.Parts.Layers.Select(layer =>
                torch.empty([rows.Count, layer.Outputs], torch.float32, torch.CPU))];
            Run(rows, MemoryMarshal.Cast<byte, float>(tensors[^1].bytes), (start, hidden) =>
            {
                Span<float> units = MemoryMarshal.Cast<byte, float>(tensors[hidden.Layer].bytes);
                hidden.CopyTo(units[(start * hidden.Units)..]);
            });
            return new NetworkTrace(tensors[^1], tensors[..^1]);
        }

        public void Dispose()
        {
            _network.Dispose();
            foreach ((_, torch.Tensor taken) in _values)
                taken.Dispose();
        }

        private torch.Tensor Take(torch.Tensor live, torch.Tensor taken)
        {
            _values.Add((live, taken.DetachFromDisposeScope()));
            return taken;
        }

        private void Run(FeatureBlock rows, Span<float> outputs, Action<int, HiddenRows>? hidden)
        {
            if (_layers.IsSparse)
                _network.RunSparse(_layers.Map.MapEntries(new SparseRows(rows.Starts, rows.Features, rows.Values)), outputs, hidden);
            else
                _network.Run(_layers.MapRows(rows.Values), outputs, hidden);
            _bounds?.Apply(outputs);
            GC.KeepAlive(this);
        }
    }
}
