using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>
/// Input columns may have the names of a model's own, anywhere: the model's hide them, and every column keeps its values, in memory as from
/// the file. ML.NET puts a column right behind the one that it hides, so whoever takes input columns to come first reads all later ones
/// from wrong places.
/// </summary>
public static class ShadowedColumnChecks
{
    private const int Rows = 20;

    public static void InputColumnsNamedAsOutputsKeepTheirValues(EstimatorCase @case)
    {
        FittedCase fitted = @case.Fitted;
        IDataView data = fitted.ML.Data.TakeRows(fitted.Data, Rows);
        string[] names = fitted.AddedColumns;
        foreach ((string layout, IDataView shadowed) in Shadows.Of(data, names))
        {
            foreach ((string name, ITransformer model) in fitted.Models)
            {
                IDataView scored = model.Transform(shadowed);
                string what = $"{name}, {layout}";
                Values.MustBeSame(Values.Rows(model.Transform(data), names), Values.Rows(scored, names), 1e-5, $"{what}: what it adds");
                InputIsHandedOn(shadowed, scored, what);
                MapperGivesTheSame(model, shadowed, scored, $"{what}, row mapper");
                CursorChecks.CursorIsHonest(scored, what);
            }
            IDataView memory = fitted.Model.Transform(shadowed), file = fitted.Reloaded.Transform(shadowed);
            CursorChecks.SameValues(memory, file, @case.ReloadTolerance, $"reloaded, {layout}");
        }
    }

    public static void RowsScoredTwiceGetTheSameValues(EstimatorCase @case)
    {
        FittedCase fitted = @case.Fitted;
        IDataView data = fitted.ML.Data.TakeRows(fitted.Data, Rows);
        string[] names = fitted.AddedColumns;
        foreach ((string name, ITransformer model) in fitted.Models)
        {
            IDataView once = model.Transform(data), twice = model.Transform(once);
            Values.MustBeSame(Values.Rows(once, names), Values.Rows(twice, names), 1e-5, $"{name}: scored twice");
            InputIsHandedOn(once, twice, $"{name}: scored twice");
            MapperGivesTheSame(model, once, twice, $"{name}: scored twice, row mapper");
        }
        IDataView memory = fitted.Model.Transform(fitted.Model.Transform(data));
        IDataView file = fitted.Reloaded.Transform(fitted.Reloaded.Transform(data));
        CursorChecks.SameValues(memory, file, @case.ReloadTolerance, "reloaded, scored twice");
    }

    /// <summary>
    /// A second model is fitted on the scored rows of the first, as in a chain of two; what it learns does not depend on
    /// columns that it does not read.
    /// </summary>
    public static void ASecondModelLearnsFromScoredRows(EstimatorCase @case)
    {
        FittedCase fitted = @case.Fitted;
        // A context in which as much was done as in that of the first model, since estimators draw their seeds from it.
        var ml = new MLContext(seed: 1);
        @case.Inputs[0].View(ml);
        ITransformer second = @case.Estimator(ml).Fit(fitted.Model.Transform(fitted.Data));
        var chain = new TransformerChain<ITransformer>(fitted.Model, second);
        IDataView data = fitted.ML.Data.TakeRows(fitted.Data, Rows);
        IDataView scored = chain.Transform(data);
        float[][] first = fitted.Scores(fitted.Model, data);
        Values.MustBeSame(first, Values.Rows(scored, fitted.AddedColumns), 1e-3, "the second of two models fitted alike");
        MapperGivesTheSame(chain, data, scored, "two models, row mapper");

        using var file = new MemoryStream();
        fitted.ML.Model.Save(chain, fitted.Data.Schema, file);
        ITransformer reloaded = new MLContext().Model.LoadSurely(file, out _);
        CursorChecks.SameValues(scored, reloaded.Transform(data), @case.ReloadTolerance, "two models, reloaded");
    }

    /// <summary>
    /// Of the columns of one name the input's come first, in their order, and the model's own last, so that it is the one found by name.
    /// </summary>
    internal static void InputIsHandedOn(IDataView input, IDataView scored, string what)
    {
        foreach (IGrouping<string, DataViewSchema.Column> columns in input.Schema.GroupBy(column => column.Name))
        {
            DataViewSchema.Column[] found = [.. scored.Schema.Where(column => column.Name == columns.Key)];
            Must.Hold(found.Length >= columns.Count(), $"{what}: a column '{columns.Key}' is gone");
            foreach ((DataViewSchema.Column expected, DataViewSchema.Column actual) in columns.Zip(found))
            {
                Values.MustBeSame(All(input, expected), All(scored, actual), 0,
                    $"{what}: column {actual.Index}, '{actual.Name}', of the input's {expected.Index}");
            }
        }
    }

    private static void MapperGivesTheSame(ITransformer model, IDataView data, IDataView scored, string what)
    {
        IRowToRowMapper mapper = model.GetRowToRowMapper(data.Schema);
        foreach (DataViewSchema.Column column in mapper.OutputSchema)
        {
            using DataViewRowCursor cursor = data.GetRowCursor(mapper.GetDependencies([column]));
            using DataViewRow row = mapper.GetRow(cursor, [column]);
            Func<object> read = Values.Reader(row, column);
            List<object> mapped = [];
            while (cursor.MoveNext())
                mapped.Add(read());
            Values.MustBeSame(All(scored, scored.Schema[column.Index]), mapped.ToArray(), 1e-5,
                $"{what}: column {column.Index}, '{column.Name}'");
        }
    }

    private static object[] All(IDataView view, DataViewSchema.Column column)
    {
        using DataViewRowCursor cursor = view.GetRowCursor([column]);
        Func<object> read = Values.Reader(cursor, column);
        List<object> values = [];
        while (cursor.MoveNext())
            values.Add(read());
        return [.. values];
    }
}
