using Syre.MLNet.Objectives;
using Syre.Torch;

namespace Syre.MLNet;

/// <summary>Options of <c>ColumnImportance</c>.</summary>
public sealed record ColumnImportanceOptions
{
    /// <summary>The label, as the model's output has it. Default <c>Label</c>.</summary>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>Weights of the rows, Single, in the model's output. Null (default) for equal ones.</summary>
    public string? ExampleWeightColumnName { get; init; }

    /// <summary>
    /// What predictions are judged by. Default <see cref="TrainingMetric.Auto"/>: the log-loss of classes in nats, the root mean squared
    /// error of numbers, and the area under the curve for two classes whose model gives no <c>Probability</c>.
    /// </summary>
    public TrainingMetric Metric { get; init; } = TrainingMetric.Auto;

    /// <summary>
    /// How often each column is permuted, at least 1. Default 5; of one permutation there is no standard error.
    /// </summary>
    public int PermutationCount { get; init; } = 5;

    /// <summary>
    /// Most rows that are used, at least 2; of more a random sample of this size is drawn in one pass over the data, and it alone is kept
    /// in memory, without the columns that the model does not read. Default 5000. All columns take together columns times
    /// <see cref="PermutationCount"/> times these rows predictions.
    /// </summary>
    public int MaximumRows { get; init; } = 5000;

    /// <summary>
    /// Columns that are permuted together, as one, by a name for each group: columns that tell the same, of which a model can do without
    /// either, or parts of one thing. A column is in one group at most, and is not permuted by itself then. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Groups { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>
    /// The seed of the sample and of the permutations. Null (default) for the MLContext's. The same rows, model and seed give the same
    /// report.
    /// </summary>
    public int? Seed { get; init; }

    /// <summary>Ends the measurement, which then leaves nothing, at the next row.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Refuses options out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is; all that are, are listed.</exception>
    internal void Check(Objective objective)
    {
        var violations = new Violations();
        violations.Require(!string.IsNullOrEmpty(LabelColumnName), "LabelColumnName is empty; name the label's column.");
        violations.Require(ExampleWeightColumnName is not "", "ExampleWeightColumnName is empty; name a column or use null.");
        violations.RequireDefined(Metric);
        if (Enum.IsDefined(Metric) && objective.MetricProblem(Metric) is { } problem)
            violations.Require(false, $"Metric is {Metric}; {problem}.");
        violations.Require(PermutationCount >= 1, PermutationCount, "at least 1");
        violations.Require(MaximumRows >= 2, MaximumRows, "at least 2");
        violations.Require(Groups is not null, "Groups is null; give an empty dictionary for none.");
        violations.Require(Groups?.All(group => group.Value?.Count > 0 && !group.Value.Contains(null!)) ?? true,
            "Groups has a group without columns, or with one that is null; give each group the names of its columns.");
        foreach (var column in (Groups ?? new Dictionary<string, IReadOnlyList<string>>())
            .SelectMany(group => (group.Value ?? []).OfType<string>().Distinct()).GroupBy(column => column)
            .Where(column => column.Count() > 1))
        {
            violations.Require(false, $"Groups has column '{column.Key}' in several groups; leave it in one.");
        }
        violations.ThrowIfOutOfRange(nameof(ColumnImportanceOptions));
    }
}
