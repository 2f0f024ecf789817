using static TorchSharp.torch;

namespace Syre.MLNet.Diagnostics.Columns;

/// <summary>Tensors as plain numbers, row after row.</summary>
internal static class TensorValues
{
    /// <summary>The elements of a tensor of type <typeparamref name="T"/>; of an empty one, none.</summary>
    public static T[] ToValues<T>(this Tensor tensor)
        where T : unmanaged
    {
        using Tensor contiguous = tensor.contiguous();
        return contiguous.numel() == 0 ? [] : contiguous.data<T>().ToArray();
    }
}
