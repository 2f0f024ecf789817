namespace Syre.Torch;

/// <summary>The directions that a layer's activations vary in: a row's distance from them says how unlike the
/// measured rows it is.</summary>
public sealed record PrincipalSubspace
{
    /// <summary>The mean row, <c>[width]</c>.</summary>
    public required double[] Mean { get; init; }

    /// <summary>Eigenvectors of the covariance, orthonormal, that of the largest eigenvalue first: <c>[dimension,
    /// width]</c>, row after row.</summary>
    public required double[] Basis { get; init; }

    /// <summary>Variance along each of them, divided by the number of rows; <c>[dimension]</c>.</summary>
    public required double[] Variances { get; init; }

    /// <summary>Variance of all directions together.</summary>
    public required double TotalVariance { get; init; }

    /// <summary>Number of directions; 0 where nothing varies.</summary>
    public int Dimension => Variances.Length;

    /// <summary>Number of units.</summary>
    public int Width => Mean.Length;
}
