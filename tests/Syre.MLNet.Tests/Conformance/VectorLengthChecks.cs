using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>
/// A row whose vector is of another length than the column's type says is refused, in training as in scoring. ML.NET hands on what a user's
/// object gives, and a null array as a vector of length 0. Whoever takes it as it comes answers with what the row before has left behind.
/// </summary>
public static class VectorLengthChecks
{
    private const int Rows = 12, Bad = 5;

    /// <summary>Refused with the type of exception of ML.NET's own models, and a message with row, column and both lengths.</summary>
    public static void TrainingRefusesOtherLengths(EstimatorCase @case, string column)
    {
        FittedCase fitted = @case.Fitted;
        foreach ((string kind, int length, IDataView bad) in Bent(fitted.Data, column))
        {
            Exception refusal = Must.Fail(() => @case.Estimator(fitted.ML).Fit(bad), $"training with {kind}");
            Names(refusal, fitted.Data, column, length, $"training with {kind}");
        }
    }

    public static void ScoringRefusesOtherLengths(EstimatorCase @case, string column)
    {
        FittedCase fitted = @case.Fitted;
        IDataView data = fitted.ML.Data.TakeRows(fitted.Data, Rows);
        foreach ((string kind, int length, IDataView bad) in Bent(data, column))
        {
            foreach ((string name, ITransformer model) in fitted.Models)
                Refused(() => fitted.Scores(model, bad), data, column, length, $"{name}, {kind}");
            Names(Must.Fail(() => fitted.Scores(fitted.Model, bad), kind), data, column, length, kind);
        }
    }

    /// <summary>
    /// One row at a time: the bad row fails, and neither gets the values of the row before nor leaves anything to the row after.
    /// </summary>
    public static void RowsAroundABadOneKeepTheirValues(EstimatorCase @case, string column)
    {
        FittedCase fitted = @case.Fitted;
        IDataView data = fitted.ML.Data.TakeRows(fitted.Data, Rows);
        float[][] expected = fitted.Scores(fitted.Model, data);
        foreach ((string kind, int length, IDataView bad) in Bent(data, column))
        {
            foreach ((string name, ITransformer model) in fitted.Models)
            {
                OneByOne(fitted, model, bad, (row, read) =>
                {
                    if (row == Bad)
                        Refused(() => read(), data, column, length, $"{name}, row mapper, {kind}");
                    else
                        Values.MustBeSame(expected[row], read(), 1e-5, $"{name}, row mapper, row {row} of {Rows}, row {Bad} has {kind}");
                });
            }
        }
    }

    private static void OneByOne(FittedCase fitted, ITransformer model, IDataView data, Action<long, Func<float[]>> look)
    {
        IRowToRowMapper mapper = model.GetRowToRowMapper(data.Schema);
        DataViewSchema.Column[] added = [.. fitted.AddedColumns.Select(column => mapper.OutputSchema[column])];
        using DataViewRowCursor cursor = data.GetRowCursor(mapper.GetDependencies(added));
        using DataViewRow row = mapper.GetRow(cursor, added);
        Func<object>[] readers = [.. added.Select(column => Values.Reader(row, column))];
        while (cursor.MoveNext())
            look(cursor.Position, () => Values.Numbers(readers.Select(read => read()).ToArray()));
    }

    /// <summary>The data with one bad row: none, fewer and more values, dense and sparse.</summary>
    private static IEnumerable<(string Kind, int Length, IDataView View)> Bent(IDataView data, string column)
    {
        int size = ((VectorDataViewType)data.Schema[column].Type).Size;
        yield return ("a null array", 0, With(default));
        yield return ("a value too few", size - 1, With(new VBuffer<float>(size - 1, new float[size - 1])));
        yield return ("a value too many", size + 1, With(new VBuffer<float>(size + 1, new float[size + 1])));
        yield return ("twice the values", 2 * size, With(new VBuffer<float>(2 * size, new float[2 * size])));
        yield return ("a sparse vector with a slot too few", size - 1, With(new VBuffer<float>(size - 1, 0, [], [])));
        yield return ("a sparse vector with slots too many", size + 3, With(new VBuffer<float>(size + 3, 1, [1f], [size + 2])));

        IDataView With(VBuffer<float> vector) => new MadeView(data, [.. data.Schema.Select(source =>
            source.Index == data.Schema[column].Index ? MadeColumn.Replaced(source, Bad, vector) : MadeColumn.Of(source))]);
    }

    /// <summary>
    /// A model from the file is ML.NET's own, and refuses in its words: the runtime's, or those of the thread that read ahead.
    /// </summary>
    private static void Refused(Action action, IDataView data, string column, int length, string what)
    {
        Exception refusal = Assert.Throws<Exception>(action, what);
        Must.Hold(refusal is InvalidOperationException or ArgumentException, $"{what}: refused with {refusal}");
        StringAssert.Contains(Innermost(refusal).Message, $"{length}", what);
        StringAssert.Contains(Innermost(refusal).Message, $"{((VectorDataViewType)data.Schema[column].Type).Size}", what);
    }

    private static void Names(Exception refusal, IDataView data, string column, int length, string what)
    {
        string message = Innermost(refusal).Message;
        StringAssert.Contains(message, $"length {length} ", what);
        StringAssert.Contains(message, $"length {((VectorDataViewType)data.Schema[column].Type).Size} ", what);
        StringAssert.Contains(message, $"'{column}'", what);
        StringAssert.Contains(message, $"Row {Bad} ", what);
    }

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;
}
