using Microsoft.ML;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Scoring;

/// <summary>Which columns a reader of scored rows asked for, and what that takes of the rows below.</summary>
internal sealed class ColumnNeeds
{
    private readonly HashSet<int> _active;

    /// <param name="scorer">The scorer.</param>
    /// <param name="schema">Where the columns come from.</param>
    /// <param name="columns">Those asked for.</param>
    public ColumnNeeds(NetworkScorer scorer, ScoredSchema schema, IEnumerable<DataViewSchema.Column> columns)
    {
        Schema = schema;
        _active = [.. columns.Select(column => column.Index)];
        Inputs = [.. scorer.Inputs.SelectMany(input => input.Sources(schema.Input))];
        Passing = _active.Order()
            .Where(index => schema.Source(index) is not null)
            .ToDictionary(index => index, index => schema.Source(index)!.Value);
        NeedsNetwork = Passing.Count < _active.Count;
        Diagnosed = _active.Any(index => schema.Source(index) is null && scorer.IsDiagnostic(schema.Columns[index].Name));
    }

    /// <summary>Where the columns come from.</summary>
    public ScoredSchema Schema { get; }

    /// <summary>The columns of the rows below that the network reads.</summary>
    private DataViewSchema.Column[] Inputs { get; }

    /// <summary>Columns of the rows below that are handed on, by their index among the scored ones.</summary>
    public IReadOnlyDictionary<int, DataViewSchema.Column> Passing { get; }

    /// <summary>Whether the network has to be run.</summary>
    public bool NeedsNetwork { get; }

    /// <summary>Whether a diagnostic is among the columns.</summary>
    public bool Diagnosed { get; }

    /// <summary>All columns of the rows below that are needed.</summary>
    public IEnumerable<DataViewSchema.Column> All =>
        NeedsNetwork ? Passing.Values.UnionBy(Inputs, column => column.Index) : Passing.Values;

    /// <summary>Whether the column with this index of the scored rows may be read.</summary>
    public bool IsActive(int index) => _active.Contains(index);
}
