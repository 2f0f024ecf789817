namespace Syre.MLNet.Tests.Diagnostics;

/// <summary>Plain computations in double precision to compare with.</summary>
internal static class Direct
{
    /// <summary>Mean and eigenvalues, from the largest, of the Gram matrix of rows less their mean, by Jacobi's rotations.</summary>
    public static (double[] Mean, double[] Energies) Spectrum(float[][] rows)
    {
        int width = rows[0].Length;
        double[] mean = [.. Enumerable.Range(0, width).Select(slot => rows.Average(row => (double)row[slot]))];
        var gram = new double[width, width];
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j < width; j++)
                gram[i, j] = rows.Sum(row => (row[i] - mean[i]) * (row[j] - mean[j]));
        }
        for (int sweep = 0; sweep < 30; sweep++)
        {
            for (int p = 0; p < width; p++)
            {
                for (int q = p + 1; q < width; q++)
                    Rotate(gram, p, q);
            }
        }
        return (mean, [.. Enumerable.Range(0, width).Select(i => gram[i, i]).OrderDescending()]);
    }

    private static void Rotate(double[,] a, int p, int q)
    {
        if (a[p, q] == 0)
            return;
        double theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        double t = (theta < 0 ? -1 : 1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        double c = 1 / Math.Sqrt(t * t + 1), s = t * c;
        for (int k = 0; k < a.GetLength(0); k++)
            (a[k, p], a[k, q]) = (c * a[k, p] - s * a[k, q], s * a[k, p] + c * a[k, q]);
        for (int k = 0; k < a.GetLength(0); k++)
            (a[p, k], a[q, k]) = (c * a[p, k] - s * a[q, k], s * a[p, k] + c * a[q, k]);
    }
}
