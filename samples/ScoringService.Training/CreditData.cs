using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ScoringService.Training;

/// <summary>data/credit_g: one row an applicant.</summary>
internal sealed class CreditData
{
    /// <summary>The column to predict: <c>good</c> or <c>bad</c>.</summary>
    public const string Label = "class";

    private static readonly HashSet<string> s_numbers =
        ["duration", "credit_amount", "installment_commitment", "residence_since", "age", "existing_credits", "num_dependents"];

    private readonly string[] _columns;
    private readonly string[] _firstRow;

    private CreditData(IDataView rows, string[] columns, string[] firstRow) => (Rows, _columns, _firstRow) = (rows, columns, firstRow);

    public IDataView Rows { get; }

    /// <summary>Names of the features.</summary>
    public string[] Features => [.. _columns.Where(name => name != Label)];

    /// <summary>Names of the features that are text.</summary>
    public IEnumerable<string> TextColumns => Features.Where(name => !s_numbers.Contains(name));

    /// <summary>Opens the file.</summary>
    public static CreditData Load(MLContext mlContext, string path)
    {
        string[] lines = [.. File.ReadLines(path).Take(2)];
        string[] columns = lines[0].Split(',');
        var options = new TextLoader.Options
        {
            Separators = [','],
            HasHeader = true,
            Columns = [.. columns.Select(
                (name, i) => new TextLoader.Column(name, s_numbers.Contains(name) ? DataKind.Single : DataKind.String, i))],
        };
        return new CreditData(mlContext.Data.CreateTextLoader(options).Load(path), columns, lines[1].Split(','));
    }

    /// <summary>The number of rows.</summary>
    public int Count(IDataView rows) => rows.GetColumn<string>(Label).Count();

    /// <summary>The features of the first row.</summary>
    public Dictionary<string, object?> Example() => _columns.Zip(_firstRow)
        .Where(cell => cell.First != Label)
        .ToDictionary(
            cell => cell.First,
            cell => s_numbers.Contains(cell.First) ? float.Parse(cell.Second, CultureInfo.InvariantCulture) : (object?)cell.Second);
}
