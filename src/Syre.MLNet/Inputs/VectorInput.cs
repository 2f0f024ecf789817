using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;
using Syre.Onnx;

namespace Syre.MLNet.Inputs;

/// <summary>A column of vectors of Single, dense or sparse.</summary>
/// <param name="column">Its name.</param>
/// <param name="type">Its type.</param>
/// <param name="option">The option that names it.</param>
internal sealed class VectorInput(string column, VectorDataViewType type, string option) : RowInput
{
    public override IReadOnlyList<InputColumn> Columns { get; } = [InputColumn.Vector("feature", column, option)];

    public override string NumbersColumn => column;

    public override int Size => type.Size;

    /// <summary>Its type.</summary>
    public VectorDataViewType Type => type;

    /// <summary>Checks that rows to be scored have the column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing or of another type.</exception>
    public void CheckType(DataViewSchema input) => SizedVector.CheckColumn(input, "feature", column, type);

    public override ValueGetter<VBuffer<float>> Getter(DataViewRow row) => SizedVector.Getter(row, row.Schema[column]);

    public override string[]? Names(DataViewSchema schema, int[]? slots) => SlotAnnotation.Read(schema[column], slots);

    /// <summary>Adds the input to a graph, <c>[1, size]</c>; the name of its value.</summary>
    public string AddTo(OnnxGraphBuilder graph) => graph.AddInput(column, OnnxElementType.Float, 1, Size);
}
