namespace Syre.Torch.Tests.Theory;

/// <summary>
/// f(x) = Σ a_i tanh(w_i·x) with squared error on fixed data, in double and by hand. φ holds unit after unit: w_i, then a_i. Units can be
/// swapped, and each can change its sign.
/// </summary>
internal sealed class TanhNetwork
{
    private const int Inputs = 4, Samples = 24;
    private readonly double[][] _x;
    private readonly double[] _y;

    public TanhNetwork(int units, int seed)
    {
        Units = units;
        _x = [.. Enumerable.Range(0, Samples).Select(i => Vectors.Random(1000 * seed + i, Inputs, 2))];
        _y = [.. _x.Select(row => Math.Tanh(row[0] - row[1]) + 0.5 * Math.Tanh(2 * row[2] + row[3]))];
    }

    public int Units { get; }

    public int Dimension => Units * UnitSize;

    public static int UnitSize => Inputs + 1;

    /// <summary>Every mirror of the loss: all swaps and all sign changes.</summary>
    public IEnumerable<Mirror> Mirrors =>
        from i in Enumerable.Range(0, Units)
        from j in Enumerable.Range(i, Units - i)
        select i == j ? Mirror.Flip(Dimension, i * UnitSize, UnitSize) : Mirror.Swap(Dimension, i * UnitSize, j * UnitSize, UnitSize);

    public double Loss(double[] phi) => _x.Select((row, n) => Square(Output(phi, row) - _y[n])).Average();

    public double[] Gradient(double[] phi)
    {
        double[][] jacobian = Jacobian(phi);
        var gradient = new double[Dimension];
        for (int n = 0; n < Samples; n++)
        {
            for (int k = 0; k < Dimension; k++)
                gradient[k] += 2 * (Output(phi, _x[n]) - _y[n]) * jacobian[n][k] / Samples;
        }
        return gradient;
    }

    /// <summary>∂f(x_n)/∂φ_k, a row for each sample.</summary>
    public double[][] Jacobian(double[] phi) => [.. _x.Select(row =>
    {
        var gradient = new double[Dimension];
        for (int i = 0; i < Units; i++)
        {
            double h = Hidden(phi, i, row);
            for (int k = 0; k < Inputs; k++)
                gradient[i * UnitSize + k] = phi[i * UnitSize + Inputs] * (1 - h * h) * row[k];
            gradient[i * UnitSize + Inputs] = h;
        }
        return gradient;
    })];

    private double Output(double[] phi, double[] row) =>
        Enumerable.Range(0, Units).Sum(i => phi[i * UnitSize + Inputs] * Hidden(phi, i, row));

    private static double Hidden(double[] phi, int unit, double[] row) =>
        Math.Tanh(Enumerable.Range(0, Inputs).Sum(k => phi[unit * UnitSize + k] * row[k]));

    private static double Square(double value) => value * value;
}
