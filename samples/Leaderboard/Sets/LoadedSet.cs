using Microsoft.ML;

namespace Leaderboard.Sets;

/// <summary>A set, split, as the trainers get it.</summary>
internal abstract class LoadedSet(DataSet description, SetParts parts)
{
    /// <summary>What its label is called in its views.</summary>
    public const string Label = "Label";

    /// <summary>Where it is from.</summary>
    public DataSet Description { get; } = description;

    /// <summary>Rows to train on.</summary>
    public int TrainRows { get; } = parts.Train.Count;

    /// <summary>Rows to test on.</summary>
    public int TestRows { get; } = parts.Test.Count;

    /// <summary>Number of classes in the training rows; null for numbers.</summary>
    public int? Classes { get; } =
        description.Task == SetTask.Regression ? null : parts.Train.Select(row => row[parts.Label]).Distinct().Count();

    /// <summary>Whether the rows have a text.</summary>
    public bool HasText => Description.Text.Count > 0;

    /// <summary>The training rows.</summary>
    public abstract IDataView Train(MLContext mlContext);

    /// <summary>A few of them, of every class.</summary>
    public abstract IDataView Few(MLContext mlContext);

    /// <summary>The test rows.</summary>
    public abstract IDataView Test(MLContext mlContext);

    /// <summary>Rows whose text is the same 30 words in all sets, beside the features of a test row; null for a table.</summary>
    public virtual IDataView? ThirtyWords(MLContext mlContext) => null;

    /// <summary>What makes the features that a trainer of ML.NET's takes, and of the label what the task's trainers take.</summary>
    /// <param name="mlContext">Where it is made.</param>
    /// <param name="features">The column of features; null to leave texts as they are.</param>
    /// <param name="keepsMissing">Whether missing numbers stay, for a trainer that knows them.</param>
    public abstract IEstimator<ITransformer> Preparation(MLContext mlContext, string? features, bool keepsMissing);
}
