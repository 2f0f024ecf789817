using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Syre.Torch;

/// <summary>The gradient of a table whose loss read some rows only.</summary>
/// <param name="Rows">The rows, each once.</param>
/// <param name="Values">Their gradients, [rows, width], contiguous; on the table's device.</param>
internal readonly record struct RowGradient(long[] Rows, Tensor Values) : IDisposable
{
    /// <summary>Reads a sparse gradient; a row that comes several times gets the sum.</summary>
    /// <exception cref="NotSupportedException">It is not a table's, sparse by rows.</exception>
    public static RowGradient Of(ParameterSlot slot, Tensor gradient)
    {
        using var _ = no_grad();
        using Tensor indices = gradient.SparseIndices;
        if (slot.Parameter.dim() != 2 || indices.shape[0] != 1)
            throw new NotSupportedException(
                $"The gradient of parameter '{slot.Name}', [{string.Join(", ", slot.Parameter.shape)}], is sparse in {indices.shape[0]} " +
                "dimension(s); expected a table [rows, width] whose gradient is sparse in its rows, as Embedding gives it.");
        if (!slot.Parameter.is_contiguous())
            throw new NotSupportedException(
                $"Parameter '{slot.Name}' is not contiguous; expected rows that lie side by side. Copy it with contiguous() first.");

        long[] listed = Indices(indices);
        var places = new Dictionary<long, long>(listed.Length);
        foreach (long row in listed)
            places.TryAdd(row, places.Count);
        using Tensor values = gradient.SparseValues;
        if (places.Count == listed.Length)
            return new(listed, values.contiguous());

        using Tensor to = tensor(Array.ConvertAll(listed, row => places[row]), device: values.device);
        using Tensor none = zeros(places.Count, slot.Width, dtype: values.dtype, device: values.device);
        return new([.. places.Keys], none.index_add(0, to, values, 1));
    }

    /// <summary>Row numbers of any shape and integer type, as they are listed.</summary>
    public static long[] Indices(Tensor indices)
    {
        if (indices.numel() == 0)
            return [];
        using Tensor wide = indices.to_type(ScalarType.Int64);
        using Tensor host = wide.cpu();
        using Tensor flat = host.contiguous();
        return MemoryMarshal.Cast<byte, long>(flat.bytes).ToArray();
    }

    public void Dispose() => Values.Dispose();
}
