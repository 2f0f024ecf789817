using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Tables.Steps;

/// <summary>A chain of ML.NET's own transformers as it grows, with names for the columns between them.</summary>
/// <param name="schema">Schema of the table.</param>
/// <param name="added">Names of columns that the chain adds.</param>
internal sealed class StockSteps(DataViewSchema schema, params IEnumerable<string?> added)
{
    private readonly InnerColumns _inner = new(schema, added);
    private readonly List<ITransformer> _steps = [];
    private readonly List<string> _columns = [];

    /// <summary>Makes ML.NET's parts, which learn nothing here.</summary>
    public MLContext Context { get; } = TemporaryFolder.NewContextOfSchemas();

    /// <summary>The schema after the steps so far.</summary>
    public DataViewSchema Schema { get; private set; } = schema;

    /// <summary>The steps so far.</summary>
    public TransformerChain<ITransformer> Chain => new([.. _steps]);

    /// <summary>A name for a column that goes in the end.</summary>
    public string Column(string meaning)
    {
        string name = _inner.Named($"{meaning}{_columns.Count}");
        _columns.Add(name);
        return name;
    }

    /// <summary>Adds a step that learns nothing from rows.</summary>
    public void Add<T>(IEstimator<T> estimator)
        where T : class, ITransformer => Add(estimator.Fit(new NoRows(Schema)));

    /// <summary>Adds a step.</summary>
    public void Add(ITransformer step)
    {
        _steps.Add(step);
        Schema = step.GetOutputSchema(Schema);
    }

    /// <summary>Adds a step that writes a formula of ML.NET's language of expressions.</summary>
    /// <returns>The column that it makes.</returns>
    public string AddFormula(string meaning, string formula, string input)
    {
        string output = Column(meaning);
        Add(Context.Transforms.Expression(output, formula, input));
        return output;
    }

    /// <summary>Adds a step that changes a column's type.</summary>
    /// <returns>The column that it makes.</returns>
    public string AddConversion(string input, DataKind kind)
    {
        string output = Column("Converted");
        Add(Context.Transforms.Conversion.ConvertType(output, input, kind));
        return output;
    }

    /// <summary>Adds the step that takes the columns in between away.</summary>
    public void DropColumns()
    {
        if (_columns.Count > 0)
            Add(Context.Transforms.DropColumns([.. _columns]));
    }
}
