using Syre.Torch.Numbers;
using static TorchSharp.torch;

namespace Syre.Torch.Diagnostics.Measures;

/// <summary>Class means of the last hidden layer, and how the network answers; streamed. Definitions:
/// <see cref="NeuralCollapse"/>.</summary>
internal sealed class ClassGeometry : IDisposable
{
    /// <summary>Rows kept for the nearest class mean, which is known only at the end: up to 64 MB.</summary>
    private const long MostElements = 1 << 24;

    private readonly KeptTensors _kept = new();
    private readonly Tensor _sums, _counts;
    private readonly List<(Tensor Activations, Tensor Decisions)> _rows = [];
    private readonly int _classes;
    private long _elements, _wrong, _total;

    public ClassGeometry(int classes, int width)
    {
        _classes = classes;
        using var scope = NewDisposeScope();
        _sums = _kept.Keep(zeros(classes, width, ScalarType.Float64));
        _counts = _kept.Keep(zeros(classes, ScalarType.Float64));
    }

    /// <exception cref="ArgumentException">A target is not one of the classes.</exception>
    public static void Check(Tensor? targets, int classes)
    {
        if (targets is null || !Residuals.IsClasses(targets) || targets.numel() == 0)
            return;
        long least = targets.min().item<long>(), most = targets.max().item<long>();
        if (least < 0 || most >= classes)
        {
            throw new ArgumentException(
                $"The targets have classes from {least} to {most}, and Classes is {classes}; expected classes from 0 to {classes - 1}.",
                nameof(targets));
        }
    }

    /// <summary>Adds a batch; whether it could be used: one row of activations and one class for each row.</summary>
    public bool Add(Tensor activations, Tensor outputs, Tensor? targets)
    {
        if (targets is null || !Residuals.IsClasses(targets) || activations.dim() != 2 || outputs.dim() != 2
            || activations.shape[0] != targets.numel() || outputs.shape[0] != targets.numel())
        {
            return false;
        }
        Tensor labels = targets.detach().cpu().reshape(-1);
        if (labels.numel() == 0)
            return true;
        _sums.IndexAdd_(labels, Host.InDouble(activations));
        _counts.IndexAdd_(labels, ones(labels.shape[0], ScalarType.Float64));
        Tensor logits = outputs.detach().cpu();
        Tensor decisions = logits.shape[1] == 1 ? logits.gt(HeldScalar.Zero).to(ScalarType.Int64).reshape(-1) : logits.argmax(1);
        _wrong += decisions.ne(labels).sum().item<long>();
        _total += labels.shape[0];
        if (_elements < MostElements)
            _rows.Add((_kept.Keep(activations.detach().to(ScalarType.Float32, CPU, copy: true)), _kept.Keep(decisions)));
        _elements += activations.numel();
        return true;
    }

    /// <summary>Null with fewer than two classes among the rows, or where all their means are one point.</summary>
    /// <param name="statistics">Of the same layer and rows.</param>
    /// <param name="classifier"><c>[classes, width]</c>; null where it is not known or has another shape.</param>
    public NeuralCollapse? Report(ActivationStatistics statistics, Tensor? classifier)
    {
        Tensor present = _counts.gt(HeldScalar.Zero).nonzero().reshape(-1);
        long number = present.shape[0];
        if (number < 2)
            return null;
        Tensor count = _counts.index_select(0, present).unsqueeze(1);
        Tensor means = _sums.index_select(0, present) / count;
        // The mean of the class means: with it the means have rank classes − 1, however many rows each class has.
        Tensor centred = means - means.mean([0], keepdim: true);
        (_, Tensor values, Tensor directions) = linalg.svd(centred, fullMatrices: false);
        double[] s = Host.Doubles(values);
        if (!(s[0] > 0))
            return null;
        double noise = Math.Max(number, statistics.Width) * 2.2e-16 * s[0];
        int rank = Math.Min((int)number - 1, s.Count(value => value > noise));

        Tensor basis = directions.narrow(0, 0, rank);
        Tensor about = (means - tensor(statistics.Mean).unsqueeze(0)) * count.sqrt();
        Tensor all = basis.mm(statistics.CentredGram()).mul(basis).sum(dim: 1), between = about.mm(basis.t()).Square().sum(dim: 0);
        Tensor within = (all - between).clamp_min(HeldScalar.Zero).Div(_total);
        double variability = (within.Mul(number) / values.narrow(0, 0, rank).Square()).sum().item<double>() / number;

        bool known = classifier is not null && classifier.shape[0] == _classes && number == _classes;
        Tensor? weights = known ? Host.InDouble(classifier!) : null;
        return new NeuralCollapse(
            variability,
            NormSpread(centred),
            weights is null ? null : NormSpread(weights),
            AngleGap(centred),
            weights is null ? null : (weights / weights.norm() - centred / centred.norm()).Square().sum().item<double>(),
            Disagreement(means, present),
            (double)_wrong / _total);
    }

    public void Dispose() => _kept.Dispose();

    private static double NormSpread(Tensor rows)
    {
        double[] norms = Host.Doubles(rows.Square().sum(dim: 1).sqrt());
        double mean = norms.Average();
        return mean > 0 ? Math.Sqrt(norms.Average(norm => (norm - mean) * (norm - mean))) / mean : 0;
    }

    private static double AngleGap(Tensor centred)
    {
        double number = centred.shape[0];
        Tensor norms = centred.Square().sum(dim: 1, keepdim: true).sqrt().ClampMin(double.Epsilon);
        Tensor unit = centred / norms, cosines = unit.mm(unit.t());
        // Each diagonal element is left out of the sum over ordered pairs.
        Tensor gaps = cosines.Add(1 / (number - 1)).abs();
        gaps.diagonal().zero_();
        return gaps.sum().item<double>() / (number * (number - 1));
    }

    private double Disagreement(Tensor means, Tensor present)
    {
        long different = 0, rows = 0;
        Tensor halfSquares = means.Square().sum(dim: 1).Div(2);
        foreach ((Tensor activations, Tensor decisions) in _rows)
        {
            using var scope = NewDisposeScope();
            // ‖h − μ‖² is least where h·μ − ‖μ‖²/2 is largest.
            Tensor nearest = present.index_select(0, (Host.InDouble(activations).mm(means.t()) - halfSquares).argmax(1));
            different += nearest.ne(decisions).sum().item<long>();
            rows += decisions.shape[0];
        }
        return (double)different / Math.Max(1, rows);
    }
}
