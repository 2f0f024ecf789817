using Syre.MLNet.Runtime;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks;

/// <summary>
/// A table of weights in 8 bits: weight [i, j] is <c>RowScales[i] · ColumnScales[j] · Numbers[i, j]</c>. Columns are scaled to the same
/// root mean square first, so that large ones do not take the precision of small ones; each row uses the whole range −127 to 127.
/// </summary>
/// <param name="Numbers">Row-major, <c>[rows, columns]</c>.</param>
/// <param name="RowScales"><c>[rows]</c>.</param>
/// <param name="ColumnScales"><c>[columns]</c>.</param>
internal sealed record QuantizedTable(sbyte[] Numbers, float[] RowScales, float[] ColumnScales)
{
    private const double Least = 1e-20;

    /// <summary>Rounds a table, <c>[rows, columns]</c>.</summary>
    public static QuantizedTable Of(Tensor weights)
    {
        using var scope = NewDisposeScope();
        Tensor columns = weights.Square().mean([0]).sqrt().ClampMin(Least);
        Tensor even = weights / columns;
        Tensor rows = even.abs().amax(1).ClampMin(Least).Div(127);
        Tensor numbers = (even / rows.unsqueeze(1)).round().to(int8);
        return new QuantizedTable(HostValues.Copy<sbyte>(numbers), HostValues.Copy<float>(rows), HostValues.Copy<float>(columns));
    }
}
