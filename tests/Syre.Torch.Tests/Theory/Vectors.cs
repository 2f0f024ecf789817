namespace Syre.Torch.Tests.Theory;

/// <summary>The little linear algebra that the theory's formulas need, in double.</summary>
internal static class Vectors
{
    public static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    public static double Norm(double[] a) => Math.Sqrt(Dot(a, a));

    public static double Distance(double[] a, double[] b) => Norm([.. a.Zip(b, (x, y) => x - y)]);

    /// <summary>Uniform in [−scale, scale], on a grid so coarse that float32 holds them and their means exactly.</summary>
    public static double[] Random(int seed, int count, double scale = 1)
    {
        var random = new System.Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(-4096, 4097) / 4096.0 * scale)];
    }

    /// <summary>The slope of the least-squares line through (log x, log y): the power of a scaling law.</summary>
    public static double LogLogSlope(double[] x, double[] y)
    {
        double[] u = [.. x.Select(value => Math.Log(value))], v = [.. y.Select(value => Math.Log(value))];
        double mean = u.Average(), level = v.Average();
        return u.Zip(v, (a, b) => (a - mean) * (b - level)).Sum() / u.Sum(a => (a - mean) * (a - mean));
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>Solves A·x = b by Gaussian elimination with pivoting.</summary>
    public static double[] Solve(double[][] matrix, double[] right)
    {
        int n = right.Length;
        double[][] a = [.. matrix.Select((row, i) => (double[])[.. row, right[i]])];
        for (int k = 0; k < n; k++)
        {
            int pivot = Enumerable.Range(k, n - k).MaxBy(i => Math.Abs(a[i][k]));
            (a[k], a[pivot]) = (a[pivot], a[k]);
            for (int i = k + 1; i < n; i++)
            {
                double factor = a[i][k] / a[k][k];
                for (int j = k; j <= n; j++)
                    a[i][j] -= factor * a[k][j];
            }
        }
        var x = new double[n];
        for (int i = n - 1; i >= 0; i--)
            x[i] = (a[i][n] - Enumerable.Range(i + 1, n - i - 1).Sum(j => a[i][j] * x[j])) / a[i][i];
        return x;
    }
}
