using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Heads;

/// <summary>The columns of intervals or of sets of classes, and ML.NET's own parts that write them in a saved model.</summary>
internal abstract class IntervalColumns
{
    /// <summary>The columns, in the order in which they are written.</summary>
    public abstract IReadOnlyList<DataViewSchema.DetachedColumn> Columns { get; }

    /// <summary>Those of a model; null where there are none.</summary>
    /// <param name="options">Names of the columns.</param>
    /// <param name="task">What the network was trained for, with what intervals are made of.</param>
    /// <param name="label">The label's column, whose names of classes they have; null where there is none.</param>
    public static IntervalColumns? Create(SyreTrainerOptions options, PredictionTask task, DataViewSchema.Column? label) =>
        options.IntervalColumnNames(task.Objective.IsScaled) is not { Count: > 0 } names ? null
        : task.Objective.IsScaled ? new NumberInterval(names[0], names[1], task.Objective)
        : new ClassSet(names[0], KeyNames.Classes(label!.Value), task.Objective);

    /// <summary>The shape with the columns, before there is data; of columns of the same name, the new one counts.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="names">Names of the columns.</param>
    /// <param name="ofNumbers">Whether they are of intervals.</param>
    public static SchemaShape Append(SchemaShape shape, IReadOnlyList<string> names, bool ofNumbers) => new(
    [
        .. shape.Where(column => !names.Contains(column.Name)),
        .. names.Select(name => ofNumbers
            ? MLNetInternals.ShapeColumn(name, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, isKey: false, null)
            : MLNetInternals.ShapeColumn(
                name, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false, SlotAnnotation.Shape)),
    ]);

    /// <summary>ML.NET's own parts that write the columns, after the scorer of the task.</summary>
    /// <param name="temporary">Where temporary files may be.</param>
    /// <param name="outputsColumn">The column of the network's outputs.</param>
    public abstract IEnumerable<ITransformer> CreateParts(TemporaryFolder temporary, string outputsColumn);

    /// <summary>The getter of one of the columns; null for a column that is none of them.</summary>
    /// <param name="column">Name of the column.</param>
    /// <param name="outputs">Gives the network's outputs for the row read.</param>
    public abstract Delegate? Getter(string column, RowOutputs outputs);
}
