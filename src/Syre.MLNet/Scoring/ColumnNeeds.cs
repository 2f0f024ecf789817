using Microsoft.ML;

namespace Syre.MLNet.Scoring;

/// <summary>Which columns a reader of scored rows asked for: the input's columns come first in the schema, the model's after them.</summary>
/// <param name="Passing">Columns of the input that are handed on.</param>
/// <param name="Scores">Indices of the model's columns that are needed.</param>
/// <param name="Diagnosed">Whether a diagnostic is among them.</param>
/// <param name="Features">The feature column.</param>
internal sealed record ColumnNeeds(IReadOnlyList<DataViewSchema.Column> Passing, IReadOnlySet<int> Scores, bool Diagnosed, DataViewSchema.Column Features)
{
    /// <summary>Whether the network has to be run.</summary>
    public bool NeedsNetwork => Scores.Count > 0;

    /// <summary>All columns of the input that are needed.</summary>
    public IEnumerable<DataViewSchema.Column> All =>
        NeedsNetwork && Passing.All(column => column.Index != Features.Index) ? Passing.Append(Features) : Passing;

    /// <summary>What <paramref name="columns"/> of the scored schema need.</summary>
    public static ColumnNeeds Of(NetworkScorer scorer, DataViewSchema input, IEnumerable<DataViewSchema.Column> columns)
    {
        DataViewSchema.Column[] needed = columns.DistinctBy(column => column.Index).ToArray();
        int[] indices = Array.ConvertAll(needed, column => column.Index);
        return new ColumnNeeds(
            indices.Where(index => index < input.Count).Order().Select(index => input[index]).ToArray(),
            indices.Where(index => index >= input.Count).ToHashSet(),
            needed.Any(column => column.Index >= input.Count && scorer.IsDiagnostic(column.Name)),
            input[scorer.FeatureColumn]);
    }

    /// <summary>Whether the column with this index of the scored schema may be read.</summary>
    public bool IsActive(int index) => Scores.Contains(index) || Passing.Any(column => column.Index == index);
}
