using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tasks;
using Kind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace Syre.MLNet.Inputs;

/// <summary>Refuses columns that a trainer cannot use, naming the column and the remedy, with the exception type of ML.NET's own trainers.</summary>
internal static class SchemaChecks
{
    /// <summary>Checks label, features and weights.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public static void Check(SchemaShape input, PredictionTask task, SyreNetworkOptions options)
    {
        CheckFeatures(input, options.FeatureColumnName, nameof(options.FeatureColumnName));
        CheckLabelAndWeight(input, task, options);
    }

    /// <summary>Checks that there are no more classes than a network can have outputs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more.</exception>
    public static void CheckClasses(DataViewSchema.Column label)
    {
        if (label.Type is not KeyDataViewType key || key.Count <= MulticlassTask.MostClasses)
            return;
        string remedy = label.Annotations.Schema.GetColumnOrNull("KeyValues") is not null
            ? $"Append mlContext.Transforms.Conversion.MapKeyToValue(\"{label.Name}\") and MapValueToKey(\"{label.Name}\") before the trainer: then only classes " +
              "that occur count"
            : $"Give [KeyType(count)] the number of classes that there are, or load '{label.Name}' as a plain number and append " +
              $"mlContext.Transforms.Conversion.MapValueToKey(\"{label.Name}\") before the trainer: then only classes that occur count";
        throw new ArgumentOutOfRangeException("input", string.Create(
            CultureInfo.InvariantCulture,
            $"Schema mismatch for label column '{label.Name}': got a key of {key.Count} classes, expected at most {MulticlassTask.MostClasses}, since the " +
            $"network has an output for each. {remedy}."));
    }

    /// <summary>Checks a vector of features.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or of the wrong type.</exception>
    public static void CheckFeatures(SchemaShape input, string name, string option)
    {
        SchemaShape.Column features = Find(input, "feature", name, option);
        if (FeatureProblem(name, features) is { } problem)
            throw Mismatch("feature", features, problem);
    }

    /// <summary>Checks the columns that every trainer has.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public static void CheckLabelAndWeight(SchemaShape input, PredictionTask task, SyreTrainerOptions options)
    {
        SchemaShape.Column label = Find(input, "label", options.LabelColumnName, nameof(options.LabelColumnName));
        if (task.LabelProblem(label.Name, label.Kind, label.ItemType, label.IsKey) is { } labelProblem)
            throw Mismatch("label", label, labelProblem);

        if (options.ExampleWeightColumnName is not { } weightName)
            return;
        SchemaShape.Column weight = Find(input, "weight", weightName, nameof(options.ExampleWeightColumnName));
        if (weight.Kind != Kind.Scalar || weight.IsKey || weight.ItemType != NumberDataViewType.Single)
            throw Mismatch("weight", weight, $"expected Single. Append mlContext.Transforms.Conversion.ConvertType(\"{weightName}\") before the trainer");
    }

    /// <summary>The column of a name; of several, the last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public static SchemaShape.Column Find(SchemaShape input, string role, string name, string option)
    {
        foreach (SchemaShape.Column column in input.Reverse())
            if (column.Name == name)
                return column;
        throw new ArgumentOutOfRangeException(
            nameof(input),
            $"Could not find {role} column '{name}'. The columns are {string.Join(", ", input.Select(column => column.Name).Distinct())}; " +
            $"add the column before the trainer, or name another one by {option}.");
    }

    private static string? FeatureProblem(string name, SchemaShape.Column column)
    {
        if (column.IsKey || column.ItemType != NumberDataViewType.Single)
            return "expected a vector of Single. Convert numbers with Conversion.ConvertType, categories with Categorical.OneHotEncoding and texts with " +
                   $"Text.FeaturizeText, and join them with mlContext.Transforms.Concatenate(\"{name}\", ...) before the trainer";
        return column.Kind switch
        {
            Kind.Vector => null,
            Kind.Scalar => $"expected a vector of Single. Append mlContext.Transforms.Concatenate(\"{name}\", \"{name}\") before the trainer",
            _ => "the size of the vector is unknown, and a network needs a fixed one. Give it in the class that the data are loaded from " +
                 "([VectorType(size)]), or use a transform with an output of fixed size",
        };
    }

    /// <summary>The exception for a column of the wrong type.</summary>
    public static ArgumentOutOfRangeException Mismatch(string role, SchemaShape.Column column, string problem) => new(
        "input",
        $"Schema mismatch for {role} column '{column.Name}': got {Describe(column)}, {problem}.");

    private static string Describe(SchemaShape.Column column)
    {
        string item = column.IsKey ? $"key of {column.ItemType}" : column.ItemType.ToString()!;
        return column.Kind switch
        {
            Kind.Scalar => item,
            Kind.Vector => $"vector of {item}",
            _ => $"vector of {item} of unknown size",
        };
    }
}
