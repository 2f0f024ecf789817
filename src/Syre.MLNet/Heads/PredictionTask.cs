using Microsoft.ML;
using Syre.MLNet.Objectives;

namespace Syre.MLNet.Heads;

/// <summary>What a trainer of one of ML.NET's catalogs does: what its network learns, and which columns it writes.</summary>
/// <param name="Objective">What is learnt; fitted once there are labels.</param>
/// <param name="Head">What is written.</param>
internal sealed record PredictionTask(Objective Objective, Head Head)
{
    /// <summary>All tasks. Of those of one catalog, the first that can learn a label's column is the one that does.</summary>
    private static readonly (string Catalog, PredictionTask Task)[] s_all =
    [
        ("binary", new(new BinaryObjective(), new BinaryHead())),
        ("multiclass", new(new MulticlassObjective(), new MulticlassHead())),
        ("regression", new(new RegressionObjective(), new RegressionHead())),
        ("regression", new(new VectorRegressionObjective([]), new VectorRegressionHead())),
        ("transform", Encoding(new SyreEncoderOptions())),
    ];

    /// <summary>An encoder's task, whose columns have names of their own.</summary>
    public static PredictionTask Encoding(SyreEncoderOptions options) => new(new EncodingObjective(), new EncoderHead(options));

    /// <summary>Its name, by which a saved file knows it.</summary>
    public string Name => Objective.Name;

    /// <summary>Names of all tasks.</summary>
    public static IEnumerable<string> Names => s_all.Select(entry => entry.Task.Name);

    /// <summary>The task of a name; null where there is none.</summary>
    public static PredictionTask? Find(string name) => s_all.Select(entry => entry.Task).FirstOrDefault(task => task.Name == name);

    /// <summary>The task of a name.</summary>
    public static PredictionTask Named(string name) => Find(name) ?? throw new ArgumentOutOfRangeException(nameof(name), name, null);

    /// <summary>The tasks of one of ML.NET's catalogs.</summary>
    public static IReadOnlyList<PredictionTask> InCatalog(string catalog) =>
        [.. s_all.Where(entry => entry.Catalog == catalog).Select(entry => entry.Task)];

    /// <summary>
    /// The one of several tasks that can learn this label. Where none can, the one whose complaint is heard: the first for a scalar, the
    /// last for a vector.
    /// </summary>
    public static PredictionTask For(IReadOnlyList<PredictionTask> tasks, SchemaShape.Column? label)
    {
        if (label is not { } column)
            return tasks[0];
        return tasks.FirstOrDefault(task => task.Objective.LabelProblem(column) is null)
            ?? (column.Kind == SchemaShape.Column.VectorKind.Scalar ? tasks[0] : tasks[^1]);
    }
}
