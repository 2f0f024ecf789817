using TorchSharp;

namespace Syre.MLNet.Scoring;

/// <summary>
/// Numbers for tensor operations on the scoring path and in training steps. TorchSharp makes a native scalar of every number and lets the garbage collector
/// free it, which may happen while libtorch still reads it, once several threads score at a time or a collection runs in the background: it hands on the bare
/// handle. A scalar that somebody holds is safe. The sum of two tensors has one too, the factor 1 of the second.
/// </summary>
internal static class KeptScalar
{
    /// <summary>0.</summary>
    public static readonly Scalar Zero = 0f;

    /// <summary>1/2.</summary>
    public static readonly Scalar Half = 0.5f;

    /// <summary>1.</summary>
    public static readonly Scalar One = 1f;

    /// <summary>2.</summary>
    public static readonly Scalar Two = 2f;
}
