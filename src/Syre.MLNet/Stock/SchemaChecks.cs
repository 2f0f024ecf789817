using Microsoft.ML;
using Kind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace Syre.MLNet.Stock;

/// <summary>Refuses columns that cannot be used, naming the column and the remedy, with the exception type of ML.NET's own parts.</summary>
internal static class SchemaChecks
{
    /// <summary>Checks columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public static void Check(SchemaShape input, IEnumerable<InputColumn> columns)
    {
        foreach (InputColumn expected in columns)
        {
            SchemaShape.Column found = Find(input, expected.Name) ?? throw Missing(expected, input.Select(column => column.Name));
            if (expected.Problem(found) is { } problem)
                throw Mismatch(expected.Role, expected.Name, Describe(found), problem);
        }
    }

    /// <summary>The column of a name, of several the last; null where there is none.</summary>
    public static SchemaShape.Column? Find(SchemaShape input, string name)
    {
        foreach (SchemaShape.Column column in input.Reverse())
        {
            if (column.Name == name)
                return column;
        }

        return null;
    }

    /// <summary>The exception for a column that is not there.</summary>
    /// <param name="expected">The column.</param>
    /// <param name="columns">Names of those that are.</param>
    public static ArgumentOutOfRangeException Missing(InputColumn expected, IEnumerable<string> columns) => new(
        "input",
        $"Could not find {expected.Role} column '{expected.Name}'. The columns are {string.Join(", ", columns.Distinct())}; " +
        $"add the column, or name another one by {expected.Option}.");

    /// <summary>The exception for a column of the wrong type.</summary>
    /// <param name="role">What messages call it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="got">What it is.</param>
    /// <param name="problem">What it should be, and what to do.</param>
    public static ArgumentOutOfRangeException Mismatch(string role, string name, string got, string problem) =>
        new("input", $"Schema mismatch for {role} column '{name}': got {got}, {problem}.");

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
