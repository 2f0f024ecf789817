using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Networks;
using Syre.MLNet.Stock;
using Syre.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Syre.MLNet.Diagnostics.Rows;

/// <summary>
/// The per-row diagnostics of a trained network: what they are called, and how they are computed from the hidden layers. In memory this
/// runs through TorchSharp; <see cref="RowDiagnosticsGraph"/> writes the same as ONNX.
/// </summary>
internal sealed class RowDiagnostics : IDisposable
{
    /// <summary>
    /// A value of the representation counts as at most so large: only that of a network whose features are not scaled can be larger, and a
    /// float holds the sum of squares of any row.
    /// </summary>
    public const float LargestValue = 1e15f;

    /// <summary>A median norm below this counts as this, so that no row's share of it is infinite.</summary>
    private const float LeastNorm = 1e-15f;

    private static readonly Scalar s_least = HeldScalar.Create(-LargestValue);
    private static readonly Scalar s_greatest = HeldScalar.Create(LargestValue);

    private readonly Tensor _mean;
    private readonly Tensor _directions;
    private readonly Scalar _medianNorm, _leastDistance;

    /// <param name="layers">The hidden layers.</param>
    /// <param name="mean">Mean of the representation in training, <c>[width]</c>.</param>
    /// <param name="directions">Orthonormal directions of the training subspace, <c>[directions, width]</c>.</param>
    /// <param name="medianNorm">Median norm of the representation in training; NaN where mean, directions and this
    /// could not be measured.</param>
    /// <param name="report">What was measured of the model.</param>
    /// <param name="device">Where the network is.</param>
    public RowDiagnostics(
        IReadOnlyList<DiagnosedLayer> layers, Tensor mean, Tensor directions, float medianNorm, CollapseReport report, Device device)
    {
        Layers = layers;
        _mean = mean.to(float32).to(device).DetachFromDisposeScope();
        _directions = directions.to(float32).to(device).DetachFromDisposeScope();
        RepresentationSize = (int)mean.shape[0];
        MedianNorm = medianNorm > 0 ? Math.Max(medianNorm, LeastNorm) : float.IsNaN(medianNorm) ? medianNorm : 1;
        _medianNorm = HeldScalar.Create(MedianNorm);
        LeastDistance = Math.Min(float.MaxValue, Math.Max(1e-8f, 1e-8f * MedianNorm * MedianNorm));
        _leastDistance = HeldScalar.Create(LeastDistance);
        Constants =
        [
            (float)Worst(report, layer => layer.EffectiveRankRatio, Enumerable.Min),
            (float)Worst(report, layer => layer.Measured.Units.DeadShare, Enumerable.Max),
            (float)Worst(report, layer => layer.Measured.Units.DuplicateShare, Enumerable.Max),
            (float)Worst(report, layer => layer.Measured.Mirrors?.Nearest ?? double.NaN, Enumerable.Min),
        ];
        RowSlotNames = [.. layers.Select(layer => $"ActiveShare.{layer.Name}"), "RelativeNorm", "OutsideSubspace"];
        SlotNames = [.. RowSlotNames, "EffectiveRankRatio", "DeadShare", "DuplicateShare", "MirrorDistance"];
    }

    /// <summary>A column of the shape that a network's will have, with numbers made up.</summary>
    /// <param name="network">The network.</param>
    /// <param name="trace">A trace of it.</param>
    /// <param name="report">Stands for what will be measured.</param>
    public static RowDiagnostics Rehearse(ScoringNetwork network, in NetworkTrace trace, CollapseReport report)
    {
        IReadOnlyList<ObservedLayer> layers = network.DescribeHidden();
        List<DiagnosedLayer> shown = [];
        foreach (int index in network.ExportedLayers())
        {
            long[] shape = trace.Hidden[index].shape;
            shown.Add(new DiagnosedLayer(
                layers[index].Name, index, (int)shape.Skip(1).Aggregate(1L, (a, b) => a * b), shape.Length > 2, 0));
        }
        int width = shown.Count > 0 ? shown[^1].Size : network.Outputs;
        return new RowDiagnostics(shown, zeros(width, float32), zeros(1, width, float32), 1, report, trace.Outputs.device);
    }

    /// <summary>A copy for a network like the one that this is of, or one of fewer units, which is the caller's.</summary>
    /// <param name="report">What was measured of the model.</param>
    /// <param name="network">What that network is made of.</param>
    public RowDiagnostics Copy(CollapseReport report, NetworkSpec network)
    {
        using var scope = NewDisposeScope();
        DiagnosedLayer[] layers =
            [.. Layers.Select(layer => layer with { Trained = network.Trained.ElementAtOrDefault(layer.Index) })];
        return new(layers, _mean.clone(), _directions.clone(), MedianNorm, report, _mean.device);
    }

    /// <summary>The hidden layers.</summary>
    public IReadOnlyList<DiagnosedLayer> Layers { get; }

    /// <summary>Median norm of the representation in training, or 1 where that is 0; NaN where it is not known.</summary>
    public float MedianNorm { get; }

    /// <summary>
    /// Squared distances below this count as this: within 10⁻⁴ of the median norm, or of 1, a distance is rounding, which differs between
    /// memory and file. ONNX Runtime's SELU is off by 6·10⁻⁸ however small the value.
    /// </summary>
    public float LeastDistance { get; }

    /// <summary>Whether rows can be compared with the training rows; if not, the slots that do are NaN.</summary>
    public bool KnowsTraining => !float.IsNaN(MedianNorm);

    /// <summary>The slots that are the same for all rows.</summary>
    public IReadOnlyList<float> Constants { get; }

    /// <summary>Names of the slots that differ from row to row; they come first.</summary>
    public IReadOnlyList<string> RowSlotNames { get; }

    /// <summary>Names of all slots.</summary>
    public IReadOnlyList<string> SlotNames { get; }

    /// <summary>Mean of the representation in training, <c>[width]</c>.</summary>
    public Tensor Mean => _mean;

    /// <summary>Orthonormal directions of the training subspace, <c>[directions, width]</c>.</summary>
    public Tensor Directions => _directions;

    /// <summary>Width of the representation.</summary>
    public int RepresentationSize { get; }

    /// <summary>The columns as ML.NET knows them, in the order in which they are written.</summary>
    public IEnumerable<DataViewSchema.DetachedColumn> Columns(CollapseOptions options)
    {
        if (options.ColumnName is { } collapse)
        {
            yield return new DataViewSchema.DetachedColumn(
                collapse, new VectorDataViewType(NumberDataViewType.Single, SlotNames.Count), SlotAnnotation.Create(SlotNames));
        }

        if (options.RepresentationColumnName is { } representation)
        {
            yield return new DataViewSchema.DetachedColumn(
                representation, new VectorDataViewType(NumberDataViewType.Single, RepresentationSize));
        }
    }

    /// <summary>The last hidden layer of a batch, <c>[rows, width]</c>, or the outputs of a network that has none.</summary>
    public Tensor Representation(in NetworkTrace trace) => Layers.Count > 0 ? Layers[^1].Activations(trace) : trace.Outputs;

    /// <summary>The column for a batch, <c>[rows, slots]</c>; the row slots of a row without outputs (NaN) are NaN.</summary>
    public Tensor Compute(in NetworkTrace trace)
    {
        NetworkTrace copy = trace;
        Tensor representation = Bounded(Representation(trace)), norm = SumSquare(representation).sqrt().div(_medianNorm);
        Tensor rows = cat([.. Layers.Select(layer => layer.ActiveShare(copy)), norm, KnowsTraining ? Outside(representation) : norm], 1)
            .add(trace.Outputs.mul(HeldScalar.Zero).sum(dim: 1, keepdim: true), HeldScalar.One);
        Tensor constants = tensor(Constants.ToArray(), device: rows.device).expand(rows.shape[0], Constants.Count);
        return cat([rows, constants], 1);
    }

    private Tensor Outside(Tensor representation)
    {
        Tensor centred = representation - _mean;
        Tensor distance = SumSquare(centred), inside = SumSquare(centred.matmul(_directions.t()));
        return (distance - inside).clamp_min(HeldScalar.Zero) / distance.clamp_min(_leastDistance);
    }

    public void Dispose()
    {
        _mean.Dispose();
        _directions.Dispose();
    }

    /// <summary>A representation with values that can be squared.</summary>
    public static Tensor Bounded(Tensor representation) => representation.clamp(s_least, s_greatest);

    private static Tensor SumSquare(Tensor rows) => rows.Square().sum(dim: 1, keepdim: true);

    /// <summary>The value of the layer where it is worst; NaN for a network without hidden layers.</summary>
    private static double Worst(CollapseReport report, Func<LayerReport, double> value, Func<IEnumerable<double>, double> worst)
    {
        double[] values = report.Layers.Select(value).Where(number => !double.IsNaN(number)).ToArray();
        return values.Length > 0 ? worst(values) : double.NaN;
    }
}
