using TorchSharp;
using static TorchSharp.torch;

namespace Syre.Torch;

/// <summary>
/// TorchSharp's operations that take a number, or make one in secret, with the number held until libtorch has read it: see
/// <see cref="HeldScalar"/>. They are named as TorchSharp's are, with a capital letter; those that end in an underscore
/// change the tensor and return it.
/// </summary>
public static class TensorNumbers
{
    /// <summary>tensor + other.</summary>
    public static Tensor Add(this Tensor tensor, Tensor other) => tensor.add(other, HeldScalar.One);

    /// <summary>tensor + number.</summary>
    public static Tensor Add(this Tensor tensor, double number)
    {
        using Scalar held = HeldScalar.Create(number);
        return tensor.add(held, HeldScalar.One);
    }

    /// <summary>Adds another tensor.</summary>
    public static Tensor Add_(this Tensor tensor, Tensor other) => tensor.add_(other, HeldScalar.One);

    /// <summary>Adds factor × other.</summary>
    public static Tensor Add_(this Tensor tensor, Tensor other, double factor)
    {
        using Scalar held = HeldScalar.Create(factor);
        return tensor.add_(other, held);
    }

    /// <summary>Adds a number.</summary>
    public static Tensor Add_(this Tensor tensor, double number)
    {
        using Scalar held = HeldScalar.Create(number);
        return tensor.add_(held, HeldScalar.One);
    }

    /// <summary>tensor − number.</summary>
    public static Tensor Sub(this Tensor tensor, double number)
    {
        using Scalar held = HeldScalar.Create(number);
        return tensor.sub(held);
    }

    /// <summary>tensor − number, for tensors of integers.</summary>
    public static Tensor Sub(this Tensor tensor, long number)
    {
        using Scalar held = HeldScalar.Create(number);
        return tensor.sub(held);
    }

    /// <summary>tensor × number.</summary>
    public static Tensor Mul(this Tensor tensor, double number)
    {
        using Scalar held = HeldScalar.Create(number);
        return tensor.mul(held);
    }

    /// <summary>tensor × number, for tensors of integers.</summary>
    public static Tensor Mul(this Tensor tensor, long number)
    {
        using Scalar held = HeldScalar.Create(number);
        return tensor.mul(held);
    }

    /// <summary>Multiplies by a number.</summary>
    public static Tensor Mul_(this Tensor tensor, double number)
    {
        using Scalar held = HeldScalar.Create(number);
        return tensor.mul_(held);
    }

    /// <summary>tensor / number.</summary>
    public static Tensor Div(this Tensor tensor, double number)
    {
        using Scalar held = HeldScalar.Create(number);
        return tensor.div(held);
    }

    /// <summary>Divides by a number.</summary>
    public static Tensor Div_(this Tensor tensor, double number)
    {
        using Scalar held = HeldScalar.Create(number);
        return tensor.div_(held);
    }

    /// <summary>The square of each element.</summary>
    public static Tensor Square(this Tensor tensor) => tensor.pow(HeldScalar.Two);

    /// <summary>Each element, or the number where that is larger.</summary>
    public static Tensor ClampMin(this Tensor tensor, double least)
    {
        using Scalar held = HeldScalar.Create(least);
        return tensor.clamp_min(held);
    }

    /// <summary>Each element, or the number where that is smaller.</summary>
    public static Tensor ClampMax(this Tensor tensor, long most)
    {
        using Scalar held = HeldScalar.Create(most);
        return tensor.clamp_max(held);
    }

    /// <summary>Each element within the two numbers.</summary>
    public static Tensor Clamp(this Tensor tensor, double least, double most)
    {
        using Scalar low = HeldScalar.Create(least), high = HeldScalar.Create(most);
        return tensor.clamp(low, high);
    }

    /// <summary>Where elements are above the number.</summary>
    public static Tensor Gt(this Tensor tensor, double number)
    {
        using Scalar held = HeldScalar.Create(number);
        return tensor.gt(held);
    }

    /// <summary>Sets every element to the number.</summary>
    public static Tensor Fill_(this Tensor tensor, double number)
    {
        using Scalar held = HeldScalar.Create(number);
        return tensor.fill_(held);
    }

    /// <summary>A tensor like this one, every element the number.</summary>
    public static Tensor FullLike(this Tensor tensor, double number)
    {
        using Scalar held = HeldScalar.Create(number);
        return full_like(tensor, held);
    }

    /// <summary>The tensor with rows added at places of the first dimension.</summary>
    public static Tensor IndexAdd(this Tensor tensor, Tensor index, Tensor source) => tensor.index_add(0, index, source, HeldScalar.One);

    /// <summary>Adds rows at places of the first dimension.</summary>
    public static Tensor IndexAdd_(this Tensor tensor, Tensor index, Tensor source) => tensor.index_add_(0, index, source, HeldScalar.One);

    /// <summary>Adds factor × first × second, element by element.</summary>
    public static Tensor AddCMul_(this Tensor tensor, Tensor first, Tensor second, double factor)
    {
        using Scalar held = HeldScalar.Create(factor);
        return tensor.addcmul_(first, second, held);
    }

    /// <summary>Adds factor × first / second, element by element.</summary>
    public static Tensor AddCDiv_(this Tensor tensor, Tensor first, Tensor second, double factor)
    {
        using Scalar held = HeldScalar.Create(factor);
        return tensor.addcdiv_(first, second, held);
    }

    /// <summary>The whole numbers from <paramref name="start"/> to one below <paramref name="end"/>.</summary>
    public static Tensor Range(long start, long end, Device device)
    {
        using Scalar first = HeldScalar.Create(start), stop = HeldScalar.Create(end);
        return arange(first, stop, HeldScalar.One, int64, device);
    }
}
