using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Inputs;

/// <summary>
/// One thing that a network reads of each row: which columns it is made of and what these must be and its
/// numbers. Each adds itself to a graph, as what the network reads there. A network reads any number of them.
/// </summary>
internal abstract class RowInput
{
    /// <summary>The columns that it is made of, and what they must be.</summary>
    public abstract IReadOnlyList<InputColumn> Columns { get; }

    /// <summary>What messages call the column that a missing or infinite number is in.</summary>
    public abstract string NumbersColumn { get; }

    /// <summary>The first of its numbers that is a slot of that column.</summary>
    public virtual int FirstSlot => 0;

    /// <summary>Numbers that a row has.</summary>
    public abstract int Size { get; }

    /// <summary>The columns that are read in a row of this schema.</summary>
    public virtual IEnumerable<DataViewSchema.Column> Sources(DataViewSchema schema) => Columns.Select(column => schema[column.Name]);

    /// <summary>Reads a row's numbers, dense or sparse.</summary>
    public abstract ValueGetter<VBuffer<float>> Getter(DataViewRow row);

    /// <summary>What to call the numbers; null where they have no names.</summary>
    /// <param name="schema">The training data's columns.</param>
    /// <param name="slots">Which of the numbers a network takes; null for all.</param>
    public virtual string[]? Names(DataViewSchema schema, int[]? slots) => null;
}
