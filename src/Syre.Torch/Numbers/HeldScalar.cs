using TorchSharp;

namespace Syre.Torch;

/// <summary>
/// The one place where numbers become native scalars. TorchSharp makes a native scalar of every number in a tensor operation, hands the
/// bare handle to libtorch and leaves the scalar to the garbage collector, which may free it while libtorch still reads it: then the
/// operation throws ("Unknown scalar type"), computes with another number, or the process ends (TorchSharp 0.107, issue 1047). A scalar
/// that somebody holds until the operation has returned is safe.
/// </summary>
/// <remarks>
/// Tests over the compiled libraries hold this: a scalar is made nowhere else, <see cref="Create(double)"/> is used only for a field or a
/// <c>using</c> local, and no method of TorchSharp is called that makes a scalar of its own and lets go of it. <see cref="TensorNumbers"/>
/// has the operations with numbers.
/// </remarks>
public static class HeldScalar
{
    /// <summary>0.</summary>
    public static readonly Scalar Zero = 0;

    /// <summary>1/2.</summary>
    public static readonly Scalar Half = 0.5f;

    /// <summary>1.</summary>
    public static readonly Scalar One = 1;

    /// <summary>2.</summary>
    public static readonly Scalar Two = 2;

    /// <summary>A scalar for a field, or for a <c>using</c> local, which C# keeps until it is disposed.</summary>
    public static Scalar Create(double value) => value;

    /// <summary>The same of a whole number, which leaves tensors of integers what they are.</summary>
    public static Scalar Create(long value) => value;
}
