using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;
using Syre.Onnx;

namespace Syre.MLNet.Inputs;

/// <summary>
/// A column of keys, as a vector of as many numbers as there are values: 1 at the row's value, else 0, and 0 throughout for a missing one.
/// A linear map of it is a learnt vector for each value.
/// </summary>
/// <param name="column">Its name.</param>
/// <param name="type">Its type.</param>
/// <param name="option">The option that names it.</param>
internal sealed class KeyInput(string column, KeyDataViewType type, string option) : RowInput
{
    public override IReadOnlyList<InputColumn> Columns { get; } = [InputColumn.Key(column, option)];

    public override string NumbersColumn => column;

    public override int Size => checked((int)type.Count);

    public override ValueGetter<VBuffer<float>> Getter(DataViewRow row) => type.RawType switch
    {
        var raw when raw == typeof(byte) => Getter<byte>(row, key => key),
        var raw when raw == typeof(ushort) => Getter<ushort>(row, key => key),
        var raw when raw == typeof(ulong) => Getter<ulong>(row, key => key),
        _ => Getter<uint>(row, key => key),
    };

    /// <summary>Adds the input to a graph, <c>[1, size]</c>; the name of its value. The column is to be a key of UInt32 by then.</summary>
    public string AddTo(OnnxGraphBuilder graph)
    {
        string key = graph.AddNode("Cast", [graph.AddInput(column, OnnxElementType.UInt32, 1, 1)], ("to", (long)OnnxElementType.Int64));
        string flat = graph.AddNode("Reshape", [key, graph.AddInt64Constant(1)]);
        // A missing key is 0, whose place is cut off.
        string places = graph.AddNode(
            "OneHot", [flat, graph.AddInt64Constant(Size + 1), graph.AddConstant(OnnxTensor.Create((ReadOnlySpan<float>)[0, 1], 2))]);
        return graph.AddNode(
            "Slice", [places, graph.AddInt64Constant(1), graph.AddInt64Constant(Size + 1), graph.AddInt64Constant(1)]);
    }

    private ValueGetter<VBuffer<float>> Getter<TKey>(DataViewRow row, Func<TKey, ulong> number)
    {
        ValueGetter<TKey> getter = row.GetGetter<TKey>(row.Schema[column]);
        TKey key = default!;
        return (ref VBuffer<float> value) =>
        {
            getter(ref key);
            bool isThere = number(key) is > 0 and var known && known <= type.Count;
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, Size, isThere ? 1 : 0, requireIndicesOnDense: true);
            if (isThere)
                (editor.Indices[0], editor.Values[0]) = ((int)number(key) - 1, 1);
            value = editor.Commit();
        };
    }
}
