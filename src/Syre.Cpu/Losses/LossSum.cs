namespace Syre.Cpu.Losses;

/// <summary>
/// The losses of some rows. Logarithms are summed as the logarithm of a product, so that one serves a whole tile of rows.
/// </summary>
internal struct LossSum()
{
    private const double Most = 1e250;

    private double _loss;
    private double _product = 1;

    /// <summary>Adds a loss.</summary>
    public void Add(double loss) => _loss += loss;

    /// <summary>Adds weight·ln x, x at least 1.</summary>
    public void AddLog(double x, double weight)
    {
        if (weight != 1 || !(x < Most))
        {
            _loss += weight * Log(x);
            return;
        }
        if (_product > Most / x)
            Flush();
        _product *= x;
    }

    /// <summary>The sum of the losses.</summary>
    public double Loss
    {
        get
        {
            Flush();
            return _loss;
        }
    }

    private void Flush()
    {
        if (_product != 1)
            _loss += Log(_product);
        _product = 1;
    }

    private static double Log(double x) => x < double.PositiveInfinity ? PortableMath.Log(x) : x;
}
