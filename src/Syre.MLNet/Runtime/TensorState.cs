using static TorchSharp.torch;

namespace Syre.MLNet.Runtime;

/// <summary>The elements of a tensor in a stream, as they lie in memory.</summary>
internal static class TensorState
{
    /// <summary>Writes the elements.</summary>
    public static void Write(BinaryWriter writer, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        Tensor host = tensor.detach().cpu().contiguous();
        long bytes = host.numel() * host.element_size();
        writer.Write(bytes);
        if (bytes > 0)
            writer.Write(host.bytes);
    }

    /// <summary>Reads elements into a tensor of the same type and shape.</summary>
    /// <exception cref="InvalidDataException">It has another size.</exception>
    public static void Read(BinaryReader reader, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Tensor host = empty(tensor.shape, tensor.dtype, CPU);
        long bytes = host.numel() * host.element_size(), found = reader.ReadInt64();
        if (found != bytes)
            throw new InvalidDataException($"A tensor of {bytes} bytes was expected, and one of {found} is there.");
        if (bytes > 0)
            reader.BaseStream.ReadExactly(host.bytes);
        tensor.copy_(host);
    }
}
