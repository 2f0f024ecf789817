using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Heads;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Averaging;

/// <summary>The column of predictions that is averaged.</summary>
internal static class AveragedColumn
{
    /// <summary>Its name: probabilities, or numbers.</summary>
    public static string Name(PredictionTask task) => task.Name == "binary" ? "Probability" : "Score";

    /// <summary>Whether it is a vector.</summary>
    public static bool IsVector(PredictionTask task) => task.Name is not ("binary" or "regression");

    /// <summary>Refuses a trainer that does not give it.</summary>
    /// <param name="task">The task.</param>
    /// <param name="other">The shape after the trainer.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is missing or of another type.</exception>
    public static void Check(PredictionTask task, SchemaShape other)
    {
        string name = Name(task);
        SchemaShape.Column? found = SchemaChecks.Find(other, name);
        bool isVector = IsVector(task);
        if (found is not { } column || column.ItemType != NumberDataViewType.Single ||
            column.Kind == SchemaShape.Column.VectorKind.Scalar == isVector)
        {
            string remedy = name == "Probability"
                ? " Append mlContext.BinaryClassification.Calibrators.Platt() to a trainer that gives scores alone."
                : "";
            throw new ArgumentOutOfRangeException(
                nameof(other),
                $"The trainer to average with gives no column '{name}' of {(isVector ? "a vector of " : "")}Single, " +
                $"as {task.Name} trainers do.{remedy}");
        }
    }
}
