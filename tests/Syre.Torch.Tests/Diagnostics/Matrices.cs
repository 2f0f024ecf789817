namespace Syre.Torch.Tests.Diagnostics;

/// <summary>Random matrices in double, the same on every machine.</summary>
internal static class Matrices
{
    public static double[,] Normal(int seed, int rows, int columns)
    {
        var random = new Random(seed);
        return Make(rows, columns, (_, _) =>
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
    }

    public static double[,] Product(double[,] left, double[,] right) => Make(left.GetLength(0), right.GetLength(1), (i, j) =>
        Enumerable.Range(0, left.GetLength(1)).Sum(k => left[i, k] * right[k, j]));

    /// <summary>An orthogonal matrix.</summary>
    public static double[,] Rotation(int seed, int size) =>
        MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfArray(Normal(seed, size, size)).QR().Q.ToArray();

    public static double[,] Make(int rows, int columns, Func<int, int, double> element)
    {
        var matrix = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
                matrix[i, j] = element(i, j);
        }
        return matrix;
    }

    /// <summary>Rows with a decaying spectrum and a mean: what activations look like.</summary>
    public static double[,] Activations(int seed, int rows, int columns)
    {
        double[,] normal = Normal(seed, rows, columns), scaled = Make(rows, columns, (i, j) => normal[i, j] / (1 + 0.3 * j));
        double[,] mixed = Product(scaled, Rotation(seed + 1, columns));
        return Make(rows, columns, (i, j) => mixed[i, j] + 0.5 + 0.1 * j);
    }
}
