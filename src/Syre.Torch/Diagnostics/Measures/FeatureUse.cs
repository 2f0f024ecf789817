using Syre.Torch.Numbers;
using static TorchSharp.torch;

namespace Syre.Torch.Diagnostics.Measures;

/// <summary>Which features the first layer ignores, and whether they say something of what the network leaves
/// unexplained; streamed.</summary>
internal sealed class FeatureUse : IDisposable
{
    private readonly CollapseProbeOptions _options;
    private readonly double[] _relative;
    private readonly int[] _ignored;
    private Moments? _moments;

    /// <param name="weights">Of the first layer, <c>[units, features]</c>.</param>
    /// <param name="options">Names, scale and thresholds.</param>
    public FeatureUse(Tensor weights, CollapseProbeOptions options)
    {
        _options = options;
        Features = (int)weights.shape[1];
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Tensor norms = Host.InDouble(weights).Square().sum(dim: 0).sqrt();
        if (options.FeatureScale is not null)
            norms = norms * Host.InDouble(options.FeatureScale).abs();
        double[] sizes = Host.Doubles(norms);
        double median = WeightGeometry.Median(sizes);
        _relative = [.. sizes.Select(size => median > 0 ? size / median : 1)];
        _ignored = [.. Enumerable.Range(0, Features).Where(feature => _relative[feature] < options.IgnoredThreshold)];
    }

    public int Features { get; }

    /// <summary>Whether what the network leaves unexplained is not known.</summary>
    public bool IsBroken { get; private set; }

    /// <exception cref="ArgumentException">Names or scale are not one for each input of the first layer.</exception>
    public static void Check(Tensor weights, CollapseProbeOptions options)
    {
        Require(options.FeatureNames?.Count, nameof(options.FeatureNames));
        Require(options.FeatureScale?.numel(), nameof(options.FeatureScale));

        void Require(long? count, string name)
        {
            if (count is not null && count != weights.shape[1])
            {
                throw new ArgumentException(
                    $"{name} has {count} entries and the first layer {weights.shape[1]} inputs; expected one for each.", nameof(options));
            }
        }
    }

    /// <summary>Leaves the correlations out of the report.</summary>
    public void Break()
    {
        IsBroken = true;
        Dispose();
        _moments = null;
    }

    /// <param name="inputs"><c>[rows, features]</c>.</param>
    /// <param name="labels"><c>[rows, outputs]</c>, in double.</param>
    /// <param name="residuals">What is unexplained of them, <c>[rows, outputs]</c>, in double.</param>
    public void Add(Tensor inputs, Tensor labels, Tensor residuals)
    {
        if (_ignored.Length == 0)
            return;
        Tensor chosen = tensor(_ignored.Select(feature => (long)feature).ToArray(), device: inputs.device);
        Tensor values = Host.InDouble(inputs.detach().index_select(1, chosen));
        if (!double.IsFinite(residuals.abs().sum().item<double>()) || !double.IsFinite(values.abs().sum().item<double>()))
            throw new InvalidOperationException("An input, an output or a target is not finite (NaN or infinity).");
        _moments ??= new Moments();
        _moments.Add(values, labels, residuals);
    }

    public IReadOnlyList<IgnoredFeature> Report()
    {
        (double[] Largest, double[] Shares, double Critical)? found = _moments?.Correlations(_options.NeededLevel);
        return [.. _ignored.Select((feature, i) => new IgnoredFeature(
            feature, _options.FeatureNames?[feature], _relative[feature], found?.Largest[i],
            found is { } f && f.Largest[i] > f.Critical && f.Shares[i] >= _options.NeededShare))];
    }

    public void Dispose() => _moments?.Dispose();

    /// <summary>First and second moments of features, labels and residuals, about the means of the first batch.</summary>
    private sealed class Moments : IDisposable
    {
        private readonly KeptTensors _kept = new();
        private Tensor? _shiftX, _shiftY, _shiftR, _x, _y, _r, _xx, _yy, _rr, _xr;
        private long _rows;

        public void Add(Tensor features, Tensor labels, Tensor residuals)
        {
            _shiftX ??= _kept.Keep(features.mean([0]));
            _shiftR ??= _kept.Keep(residuals.mean([0]));
            _shiftY ??= _kept.Keep(labels.mean([0]));
            Tensor dx = features - _shiftX, dy = labels - _shiftY, dr = residuals - _shiftR;
            Accumulate(ref _y, dy.sum(dim: 0));
            Accumulate(ref _yy, dy.Square().sum(dim: 0));
            Accumulate(ref _x, dx.sum(dim: 0));
            Accumulate(ref _r, dr.sum(dim: 0));
            Accumulate(ref _xx, dx.Square().sum(dim: 0));
            Accumulate(ref _rr, dr.Square().sum(dim: 0));
            Accumulate(ref _xr, dx.t().mm(dr));
            _rows += features.shape[0];
        }

        /// <summary>
        /// Of each feature the largest |correlation| with any output's residual, the largest share of a label's variance that it would
        /// explain, and the correlation that is beyond chance.
        /// </summary>
        public (double[] Largest, double[] Shares, double Critical) Correlations(double level)
        {
            using var scope = NewDisposeScope();
            Tensor varX = Variance(_x!, _xx!), varY = Variance(_y!, _yy!), varR = Variance(_r!, _rr!);
            Tensor covariance = _xr! - outer(_x!, _r!).Div(_rows);
            Tensor scale = outer(varX, varR).sqrt();
            Tensor correlation = where(scale.gt(outer(_xx!, _rr!).sqrt().Mul(1e-12)), covariance / scale, zeros_like(scale)).abs();
            (Tensor largest, _) = correlation.max(1);
            // Of a label that is the same for all rows everything that varies is unexplained.
            (Tensor shares, _) = (correlation * correlation * where(varY.gt(HeldScalar.Zero), varR / varY, ones_like(varY))).max(1);
            // rows·r² is χ² with one degree of freedom for an unrelated feature; its quantile is that of a normal number, squared.
            double z = special.ndtri(tensor(level / correlation.numel() / 2, ScalarType.Float64)).item<double>();
            return (Host.Doubles(largest), Host.Doubles(shares), Math.Abs(z) / Math.Sqrt(_rows));
        }

        public void Dispose() => _kept.Dispose();

        private Tensor Variance(Tensor sum, Tensor squares) => (squares - (sum * sum).Div(_rows)).clamp_min(HeldScalar.Zero);

        private void Accumulate(ref Tensor? sum, Tensor part)
        {
            if (sum is null)
                sum = _kept.Keep(part);
            else
                sum.Add_(part);
        }
    }
}
