namespace Syre.Torch.Tests.Theory;

/// <summary>A reflection symmetry I − 2P, by an orthonormal basis of the range of P.</summary>
internal sealed class Mirror(params double[][] basis)
{
    /// <summary>
    /// Exchanges the blocks of <paramref name="size"/> elements that start at <paramref name="first"/> and <paramref name="second"/>.
    /// </summary>
    public static Mirror Swap(int dimension, int first, int second, int size) => new([.. Enumerable.Range(0, size).Select(k =>
    {
        var direction = new double[dimension];
        (direction[first + k], direction[second + k]) = (Math.Sqrt(0.5), -Math.Sqrt(0.5));
        return direction;
    })]);

    /// <summary>Changes the sign of a block.</summary>
    public static Mirror Flip(int dimension, int start, int size) => new([.. Enumerable.Range(start, size).Select(k =>
    {
        var direction = new double[dimension];
        direction[k] = 1;
        return direction;
    })]);

    /// <summary>P·x.</summary>
    public double[] Project(double[] x)
    {
        var projection = new double[x.Length];
        foreach (double[] direction in basis)
        {
            double along = Vectors.Dot(direction, x);
            for (int i = 0; i < x.Length; i++)
                projection[i] += along * direction[i];
        }
        return projection;
    }

    /// <summary>(I − 2P)·x.</summary>
    public double[] Reflect(double[] x) => [.. x.Zip(Project(x), (value, part) => value - 2 * part)];

    /// <summary>(I − P)·x, the nearest symmetric point, in float32 numbers.</summary>
    public double[] Symmetrise(double[] x) => [.. x.Zip(Project(x), (value, part) => (double)(float)(value - part))];
}
