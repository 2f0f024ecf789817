using Syre.MLNet.Networks;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Diagnostics.Rows;

/// <summary>
/// Learns from traces of training rows what the per-row diagnostics compare with: sizes of activations, and the
/// subspace of the representation.
/// </summary>
internal sealed class TrainingSubspace : IDisposable
{
    /// <summary>Share of the representation's energy that lies in the subspace.</summary>
    public const double Energy = 0.99;

    /// <summary>
    /// An activation that never is exactly zero counts as active above this share of the layer's mean size (Sokar et al. 2023: τ).
    /// </summary>
    private const double ActiveShareOfMean = CollapseProbeOptions.DefaultDormantThreshold;

    private readonly IReadOnlyList<ObservedLayer> _layers;
    private readonly LayerSizes[] _sizes;
    private readonly int _outputs;
    private readonly List<float> _norms = [];
    private ActivationStatistics? _representation;
    private Device _device = CPU;

    /// <param name="layers">All hidden layers.</param>
    /// <param name="kept">Which of them the column shows.</param>
    /// <param name="outputs">Number of the network's outputs, which are the representation where no layer is shown.</param>
    public TrainingSubspace(IReadOnlyList<ObservedLayer> layers, IReadOnlyList<int> kept, int outputs)
    {
        (_layers, _outputs) = (layers, outputs);
        _sizes = [.. kept.Select(index => new LayerSizes(index))];
    }

    /// <summary>Whether rows were added, without which nothing is known of the layers.</summary>
    public bool HasRows => _norms.Count > 0;

    /// <summary>Adds a batch's sizes of activations.</summary>
    public void AddSizes(NetworkTrace trace)
    {
        foreach (LayerSizes sizes in _sizes)
            sizes.Add(trace.Hidden[sizes.Index]);
    }

    /// <summary>Adds a batch's representation.</summary>
    public void Add(NetworkTrace trace)
    {
        Tensor representation = RowDiagnostics.Bounded(_sizes.Length > 0 ? trace.Hidden[_sizes[^1].Index].flatten(1) : trace.Outputs);
        _device = representation.device;
        _representation ??= new ActivationStatistics((int)representation.shape[1]);
        _representation.Add(representation);
        _norms.AddRange(representation.Square().sum(dim: 1).sqrt().cpu().data<float>());
    }

    /// <summary>The column; the caller owns it.</summary>
    /// <param name="report">What was measured of the model.</param>
    public RowDiagnostics CreateColumn(CollapseReport report)
    {
        using var scope = NewDisposeScope();
        PrincipalSubspace subspace = _representation!.PrincipalSubspace(Energy);
        _norms.Sort();
        return new RowDiagnostics(
            Layers(),
            tensor(subspace.Mean),
            tensor(subspace.Basis).reshape(subspace.Dimension, subspace.Width),
            _norms[_norms.Count / 2],
            report,
            _device);
    }

    /// <summary>A column without what the representation would be compared with; the caller owns it.</summary>
    /// <param name="report">What was measured of the model.</param>
    public RowDiagnostics CreateUnknownColumn(CollapseReport report)
    {
        using var scope = NewDisposeScope();
        bool isRun = _sizes.Length > 0 && _sizes.All(sizes => sizes.Size > 0);
        int width = isRun ? _sizes[^1].Size : _outputs;
        return new RowDiagnostics(
            isRun ? Layers() : [], tensor([.. Enumerable.Repeat(float.NaN, width)]), zeros(0, width, float32), float.NaN, report, _device);
    }

    public void Dispose() => _representation?.Dispose();

    private DiagnosedLayer[] Layers() =>
        [.. _sizes.Select(sizes => new DiagnosedLayer(
            _layers[sizes.Index].Name, sizes.Index, sizes.Size, sizes.HasPositions, sizes.Threshold))];

    /// <summary>How large one layer's activations are.</summary>
    private sealed class LayerSizes(int index)
    {
        private double _sum;
        private long _count;
        private bool _hasZeros;

        public int Index => index;

        public int Size { get; private set; }

        public bool HasPositions { get; private set; }

        /// <summary>0 where activations are exactly zero, as a ReLU's are; else a share of the mean size.</summary>
        public float Threshold => _hasZeros ? 0 : (float)(ActiveShareOfMean * _sum / Math.Max(1, _count));

        public void Add(Tensor activations)
        {
            Size = (int)(activations.numel() / activations.shape[0]);
            HasPositions = activations.dim() > 2;
            double sum = activations.abs().sum(ScalarType.Float64).item<double>();
            // What is not finite has no size to be compared with.
            if (!double.IsFinite(sum))
                return;
            _sum += sum;
            _count += activations.numel();
            _hasZeros |= (activations == HeldScalar.Zero).any().item<bool>();
        }
    }
}
