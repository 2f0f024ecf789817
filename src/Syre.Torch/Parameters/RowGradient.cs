using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Syre.Torch.Parameters;

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
        {
            throw new NotSupportedException(
                $"The gradient of parameter '{slot.Name}', [{string.Join(", ", slot.Parameter.shape)}], is sparse in {indices.shape[0]} " +
                "dimension(s); expected a table [rows, width] whose gradient is sparse in its rows, as Embedding gives it.");
        }
        if (!slot.Parameter.is_contiguous())
        {
            throw new NotSupportedException(
                $"Parameter '{slot.Name}' is not contiguous; expected rows that lie side by side. Copy it with contiguous() first.");
        }
        (long[] rows, int[] places) = slot.Finder.Find(indices);
        using Tensor values = gradient.SparseValues;
        Tensor listed = values.contiguous();
        if (rows.Length == places.Length)
            return new(rows, listed);
        Tensor sums = zeros(rows.Length, slot.Width, dtype: values.dtype, device: values.device);
        using (listed)
            AddRows(sums, places, listed, slot.Width);
        return new(rows, sums);
    }

    public void Dispose() => Values.Dispose();

    /// <summary>Adds each row to the sum at its place. On the CPU libtorch would do an operation for every row.</summary>
    private static void AddRows(Tensor sums, int[] places, Tensor rows, int width)
    {
        if (sums.device_type != DeviceType.CPU)
        {
            using Tensor to = tensor(places, device: sums.device);
            sums.IndexAdd_(to, rows);
            return;
        }
        Span<float> all = MemoryMarshal.Cast<byte, float>(sums.bytes);
        ReadOnlySpan<float> from = MemoryMarshal.Cast<byte, float>(rows.bytes);
        for (int i = 0; i < places.Length; i++)
        {
            Span<float> sum = all.Slice(places[i] * width, width);
            ReadOnlySpan<float> row = from.Slice(i * width, width);
            int at = 0;
            for (; at <= width - Vector<float>.Count; at += Vector<float>.Count)
                (new Vector<float>(sum[at..]) + new Vector<float>(row[at..])).CopyTo(sum[at..]);
            for (; at < width; at++)
                sum[at] += row[at];
        }
    }
}
