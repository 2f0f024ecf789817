using Syre.Cpu;
using Syre.Torch.Decay;

namespace Syre.Torch.Tests.Optimizers;

/// <summary>
/// The dense form in double precision, written down from its definition: every row is pulled in every step; moments and update only where
/// the gradient has the row.
/// </summary>
internal sealed class DenseReference
{
    private readonly double[] _weights, _first, _second, _target, _strength;
    private readonly int _width;
    private readonly bool _adam;
    private int _step;

    public DenseReference(Table table, SyreOptions options, bool adam)
    {
        options = SyreOptions.ForOptimizer(options, new Violations());
        (_width, _adam) = (table.Width, adam);
        int length = table.Initial.Length;
        _weights = Array.ConvertAll(table.Initial, x => (double)x);
        (_first, _second, _target, _strength) = (new double[length], new double[length], new double[length], new double[length]);
        Array.Fill(_strength, options.Mode == DecayMode.None ? 0 : 1);
        double sigma0 = options.Sigma0!.Value * InitialScale.Of(table.Parameter);
        var random = new ElementRandom(options.Seed!.Value, "table");
        var drawn = new float[length];
        if (options.Mode is DecayMode.Syre or DecayMode.SyreAdvanced)
            random.FillNormal(drawn, 0, sigma0);
        else if (options.Mode == DecayMode.L2Init)
            table.Initial.CopyTo(drawn, 0);
        _target = Array.ConvertAll(drawn, x => (double)x);
        if (options.Mode != DecayMode.SyreAdvanced)
            return;
        random.FillUniform(drawn, 0, options.Anisotropy ?? 0.1 * sigma0);
        _strength = Array.ConvertAll(drawn, xi => 1.0 + xi);
    }

    public float[] Values => Array.ConvertAll(_weights, x => (float)x);

    public void Step(double lr, double decay, long[] rows, float[] dense)
    {
        _step++;
        for (int i = 0; i < _weights.Length; i++)
            _weights[i] -= lr * decay * _strength[i] * (_weights[i] - _target[i]);
        foreach (long row in rows.Distinct())
        {
            for (int i = (int)row * _width; i < (row + 1) * _width; i++)
            {
                double gradient = dense[i];
                if (!_adam)
                {
                    _first[i] = _step == 1 ? gradient : 0.9 * _first[i] + gradient;
                    _weights[i] -= lr * _first[i];
                    continue;
                }
                _first[i] = 0.9 * _first[i] + 0.1 * gradient;
                _second[i] = 0.999 * _second[i] + 0.001 * gradient * gradient;
                double mean = _first[i] / (1 - Math.Pow(0.9, _step)), square = _second[i] / (1 - Math.Pow(0.999, _step));
                _weights[i] -= lr * mean / (Math.Sqrt(square) + 1e-8);
            }
        }
    }
}
