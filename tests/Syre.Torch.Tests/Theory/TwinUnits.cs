using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Tests.Theory;

/// <summary>
/// A two-layer tanh network in TorchSharp whose hidden units all start identical: φ itself on the mirrors, not θ. Units are computed
/// one by one, in the same order of operations, so that without syre equal units stay equal bit for bit.
/// </summary>
internal sealed class TwinUnits : IDisposable
{
    private const int Inputs = 4, Samples = 64;
    private readonly Tensor _x, _y;
    private readonly double _outputScale;
    private readonly List<(string name, Parameter parameter)> _parameters = [];

    /// <param name="units">How many units.</param>
    /// <param name="seed">Of the data and of the common unit.</param>
    /// <param name="outputScale">Multiplies the output: one unit with scale n is the reduced model of n twins.</param>
    public TwinUnits(int units, int seed, double outputScale = 1)
    {
        _outputScale = outputScale;
        _x = Matrix(seed, Samples, Inputs, 2);
        using (NewDisposeScope())
        {
            // Three directions that one unit cannot follow together.
            Tensor teacher = tensor(new float[,] { { 2, 0, 0 }, { 0, 2, 0 }, { 0, 0, 1.5f }, { 0, 0, -1.5f } });
            Tensor strengths = tensor(new float[,] { { 1 }, { -1 }, { 1 } });
            _y = _x.matmul(teacher).tanh().matmul(strengths).DetachFromDisposeScope();
        }
        for (int i = 0; i < units; i++)
        {
            _parameters.Add(($"unit{i}.in", new Parameter(Matrix(seed + 3, 1, Inputs, 0.5))));
            _parameters.Add(($"unit{i}.out", new Parameter(Matrix(seed + 4, 1, 1, 0.5))));
        }
    }

    public IReadOnlyList<(string name, Parameter parameter)> Parameters => _parameters;

    /// <summary>The largest distance between two units, of weights in and out together.</summary>
    public double LargestDistance
    {
        get
        {
            double[][] units = [.. Enumerable.Range(0, _parameters.Count / 2).Select(Unit)];
            return units.Max(a => units.Max(b => Vectors.Distance(a, b)));
        }
    }

    public double[] Unit(int i) =>
        [.. Numbers.Of(_parameters[2 * i].parameter).Concat(Numbers.Of(_parameters[2 * i + 1].parameter)).Select(value => (double)value)];

    /// <summary>Full-batch steps; the last loss.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="steps">How many.</param>
    /// <param name="inPieces">Whether in the CPU engine's way.</param>
    public double Train(SyreOptimizer optimizer, int steps, bool inPieces = false) =>
        Training.Run(optimizer, steps, Loss, step: inPieces ? new PieceByPiece(optimizer).Step : null).Last;

    public void Dispose()
    {
        _x.Dispose();
        _y.Dispose();
        foreach ((_, Parameter parameter) in _parameters)
            parameter.Dispose();
    }

    private Tensor Loss()
    {
        Tensor output = zeros_like(_y);
        for (int i = 0; i < _parameters.Count; i += 2)
            output = output + _parameters[i + 1].parameter * (_x * _parameters[i].parameter).sum(1, keepdim: true).tanh();
        return (output * _outputScale - _y).square().mean();
    }

    private static Tensor Matrix(int seed, int rows, int columns, double scale)
    {
        using Tensor flat = tensor(Vectors.Random(seed, rows * columns, scale).Select(value => (float)value).ToArray());
        return flat.reshape(rows, columns);
    }
}
