using MathNet.Numerics.LinearAlgebra;

namespace Syre.Torch.Tests.Diagnostics.Measures;

/// <summary>The rank family computed in another way: from MathNet's full singular value decomposition, formula by formula.</summary>
internal static class ReferenceRanks
{
    public static void AssertEqual(double[,] matrix, RankMeasures found, bool centred = false, double tolerance = 1e-6)
    {
        int rows = matrix.GetLength(0), width = matrix.GetLength(1), maximum = Math.Min(centred ? rows - 1 : rows, width);
        double[] s = [.. SingularValues(matrix, centred).Take(maximum)];
        double[] p = [.. s.Select(x => x / s.Sum())], eigenvalues = [.. s.Select(x => x * x)];
        double tol = Math.Max(rows, width) * Math.Pow(2, -23) * s[0];
        void Close(double expected, double actual, string name) =>
            Assert.AreEqual(expected, actual, tolerance * Math.Max(1e-3, Math.Abs(expected)), $"{name} centred: {centred}");

        Assert.AreEqual(maximum, found.MaximumRank);
        Close(Math.Exp(-p.Where(x => x > 0).Sum(x => x * Math.Log(x))), found.EffectiveRank, "effective rank");
        Close(tol, found.Tolerance, "tolerance");
        Assert.AreEqual(s.Count(x => x > tol), found.NumericalRank);
        Close(eigenvalues.Sum() / eigenvalues[0], found.StableRank, "stable rank");
        int k = 0;
        for (double part = 0; part < 0.99 * s.Sum(); k++)
            part += s[k];
        Assert.AreEqual(k, found.Rank99);
        Close(Math.Pow(eigenvalues.Sum(), 2) / eigenvalues.Sum(x => x * x), found.ParticipationRatio, "participation ratio");
        Close(Math.Exp(-p.Sum(x => (x + 1e-7) * Math.Log(x + 1e-7))), found.RankMe, "RankMe");
        int last = Math.Min(512, eigenvalues.Count(x => x >= 1e-12 * eigenvalues[0]));
        if (last - 10 < 5)
        {
            Assert.IsNull(found.SpectralExponent);
        }
        else
        {
            double[] x = [.. Enumerable.Range(11, last - 10).Select(i => Math.Log(i))],
                y = [.. eigenvalues[10..last].Select(value => Math.Log(value))];
            (double intercept, double slope) = MathNet.Numerics.LinearRegression.SimpleRegression.Fit(x, y);
            Close(-slope, found.SpectralExponent!.Value, "alpha-ReQ");
            Close(MathNet.Numerics.GoodnessOfFit.RSquared(x.Select(v => intercept + slope * v), y), found.SpectralFit!.Value, "R²");
        }
        for (int i = 0; i < Math.Min(found.SingularValues.Count, s.Length); i++)
            Assert.AreEqual(s[i], found.SingularValues[i], 1e-6 * s[0], $"singular value {i}");
    }

    private static double[] SingularValues(double[,] matrix, bool centred)
    {
        Matrix<double> x = Matrix<double>.Build.DenseOfArray(matrix);
        if (centred)
            x = x.MapIndexed((_, j, value) => value - x.Column(j).Average());
        return [.. x.Svd(computeVectors: false).S];
    }
}
