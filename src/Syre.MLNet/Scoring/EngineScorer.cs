using System.Runtime.InteropServices;
using Syre.Cpu;
using Syre.MLNet.Networks;
using TorchSharp;

namespace Syre.MLNet.Scoring;

/// <summary>
/// Runs a trained network by the CPU engine, which keeps copies of its weights. Whoever reads the network may change them: so each reader
/// begins with a look whether the copies are still the weights.
/// </summary>
internal sealed class EngineScorer : IDisposable
{
    private readonly ScoringNetwork _network;
    private readonly Lock _lock = new();
    private readonly List<Copy> _copies = [];

    private EngineScorer(ScoringNetwork network) => _network = network;

    /// <summary>A scorer; null where the engine does not run the network.</summary>
    public static EngineScorer? Of(ScoringNetwork network, torch.Device device) =>
        network.EngineObstacle(device) is null && network.Tables.Count == 0 ? new(network) : null;

    /// <summary>The network with its present weights; it stays as it is until the scorer is disposed.</summary>
    public Copy Present()
    {
        lock (_lock)
        {
            Copy? present = _copies.Find(copy => copy.IsPresent);
            if (present is null)
                _copies.Add(present = new Copy(_network));
            return present;
        }
    }

    public void Dispose()
    {
        foreach (Copy copy in _copies)
            copy.Dispose();
    }

    /// <summary>The network with the weights that it had once. Safe for many threads.</summary>
    internal sealed class Copy : IDisposable
    {
        private readonly EngineNetwork _layers;
        private readonly CpuNetwork _network;
        private readonly OutputBounds? _bounds;
        private readonly (torch.Tensor Live, torch.Tensor Taken)[] _values;

        public Copy(ScoringNetwork network)
        {
            using var scope = torch.NewDisposeScope();
            _values = [.. network.parameters().Concat(network.buffers())
                .Select(live => ((torch.Tensor)live, live.detach().clone().DetachFromDisposeScope()))];
            _bounds = network.Bounds;
            _layers = network.ForEngine(
                parameter => EngineNetwork.Parameter(_values.First(value => ReferenceEquals(value.Live, parameter)).Taken))!;
            _network = _layers.Parts.Create(threads: 1);
        }

        /// <summary>Whether the network has these weights now.</summary>
        public bool IsPresent => _values.All(value => value.Live.bytes.SequenceEqual(value.Taken.bytes));

        /// <summary>Outputs of rows, within their bounds.</summary>
        /// <param name="rows">The rows, row after row; overwritten.</param>
        /// <param name="outputs">Where to.</param>
        public void Score(Span<float> rows, Span<float> outputs)
        {
            _layers.MapRows(rows);
            _network.Run(rows, outputs);
            _bounds?.Apply(outputs);
        }

        /// <summary>Outputs within their bounds and hidden layers; the caller's dispose scope owns them.</summary>
        public NetworkTrace Trace(Span<float> rows)
        {
            _layers.MapRows(rows);
            IReadOnlyList<CpuLayer> layers = _layers.Parts.Layers;
            int count = rows.Length / layers[0].Inputs;
            torch.Tensor[] tensors = [.. layers.Select(layer => torch.empty([count, layer.Outputs], torch.float32, torch.CPU))];
            Span<float> outputs = MemoryMarshal.Cast<byte, float>(tensors[^1].bytes);
            _network.Run(rows, outputs, (start, hidden) =>
            {
                Span<float> units = MemoryMarshal.Cast<byte, float>(tensors[hidden.Layer].bytes);
                hidden.CopyTo(units[(start * hidden.Units)..]);
            });
            _bounds?.Apply(outputs);
            return new NetworkTrace(tensors[^1], tensors[..^1]);
        }

        public void Dispose()
        {
            _network.Dispose();
            foreach ((_, torch.Tensor taken) in _values)
                taken.Dispose();
        }
    }
}
