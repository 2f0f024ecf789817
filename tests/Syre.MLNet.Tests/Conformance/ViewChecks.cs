using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>The scored view behaves as any other view of ML.NET.</summary>
public static class ViewChecks
{
    public static void CursorsAgree(EstimatorCase @case)
    {
        FittedCase fitted = @case.Fitted;
        foreach ((string name, ITransformer model) in fitted.Models)
        {
            IDataView scored = model.Transform(fitted.Data);
            CursorChecks.CursorIsHonest(scored, name);
            CursorChecks.SameValues(scored, scored, 0, $"{name} against itself");
        }
    }

    /// <summary>Cursors opened as a set, each on a thread of its own, give together the rows of one cursor.</summary>
    public static void CursorSetGivesTheSameRows(EstimatorCase @case)
    {
        FittedCase fitted = @case.Fitted;
        foreach ((string name, ITransformer model) in fitted.Models)
        {
            IDataView scored = model.Transform(fitted.Data);
            using DataViewRowCursor one = scored.GetRowCursor(scored.Schema);
            DataViewRowCursor[] set = scored.GetRowCursorSet(scored.Schema, 4);
            string[][] parts = [.. set.AsParallel().Select(cursor => Rows(cursor))];
            Array.ForEach(set, cursor => cursor.Dispose());
            CollectionAssert.AreEquivalent(Rows(one), parts.SelectMany(rows => rows).ToArray(), $"{name}: rows of a cursor set");
        }
    }

    public static void RowsCanBeShuffledTakenAndFiltered(EstimatorCase @case)
    {
        FittedCase fitted = @case.Fitted;
        DataOperationsCatalog data = fitted.ML.Data;
        foreach ((string name, ITransformer model) in fitted.Models)
        {
            IDataView scored = model.Transform(fitted.Data);
            string[] all = Rows(scored);
            CollectionAssert.AreEquivalent(all, Rows(data.ShuffleRows(scored, seed: 5)), $"{name}: shuffled");
            CollectionAssert.AreEqual(all[..7], Rows(data.TakeRows(scored, 7)), $"{name}: taken");
            CollectionAssert.AreEqual(all[7..], Rows(data.SkipRows(scored, 7)), $"{name}: skipped");
            CollectionAssert.AreEqual(all, Rows(data.Cache(scored)), $"{name}: cached");
            using (DataViewRowCursor random = scored.GetRowCursor(scored.Schema, new Random(123)))
            {
                if (scored.CanShuffle)
                    CollectionAssert.AreEquivalent(all, Rows(random), $"{name}: cursor with a random order");
                else
                    CollectionAssert.AreEqual(all, Rows(random), $"{name}: a view that cannot shuffle did so");
            }

            foreach (string column in fitted.AddedColumns.Where(column => scored.Schema[column].Type is NumberDataViewType))
            {
                float[] values = [.. Values.Column<float>(scored, column)];
                double middle = values.Order().ElementAt(values.Length / 2);
                IDataView filtered = data.FilterRowsByColumn(scored, column, upperBound: middle);
                Must.Equal(values.Count(value => value < middle), Rows(filtered).Length, $"{name}: rows filtered by {column}");
            }
        }
    }

    /// <summary>
    /// A source may come in another order at each pass, or be there only once: a pass over the result is one pass over it.
    /// </summary>
    public static void OnePassReadsTheSourceOnce(EstimatorCase @case)
    {
        FittedCase fitted = @case.Fitted;
        foreach ((string name, ITransformer model) in fitted.Models)
        {
            string[] inOrder = Rows(model.Transform(fitted.Data));
            string[] reordered = Rows(model.Transform(fitted.ML.Data.ShuffleRows(fitted.Data)));
            CollectionAssert.AreNotEqual(inOrder, reordered, $"{name}: the source does not change its order");
            CollectionAssert.AreEquivalent(inOrder, reordered, $"{name}: rows of a source that changes its order with each cursor");

            var source = new ReadCount(fitted.ML, fitted.Data);
            Must.Equal(inOrder.Length, Rows(model.Transform(source.View)).Length, $"{name}: rows scored");
            Must.Equal(inOrder.Length, source.Rows, $"{name}: rows read in one pass");
        }
    }

    public static void SavedDataLoadsAsTheSameValues(EstimatorCase @case)
    {
        FittedCase fitted = @case.Fitted;
        foreach ((string name, ITransformer model) in fitted.Models)
        {
            IDataView scored = model.Transform(fitted.Data);
            string path = Path.GetTempFileName();
            using (FileStream stream = File.Create(path))
                fitted.ML.Data.SaveAsBinary(scored, stream, keepHidden: true);
            CursorChecks.SameValues(scored, fitted.ML.Data.LoadFromBinary(path), 0, $"{name}: saved as binary");
            File.Delete(path);

            using var text = new TextFile(fitted.ML, scored);
            IDataView loaded = text.Loader.Load(text.Source);
            Values.MustBeSame(fitted.Scores(model, fitted.Data), Values.Rows(loaded, fitted.AddedColumns), 1e-6, $"{name}: saved as text");
        }
    }

    public static void NoRowsAndOneRowScore(EstimatorCase @case)
    {
        FittedCase fitted = @case.Fitted;
        foreach ((string name, ITransformer model) in fitted.Models)
        {
            float[][] all = fitted.Scores(model, fitted.Data);
            IDataView none = fitted.ML.Data.SkipRows(fitted.Data, all.Length);
            CursorChecks.CursorIsHonest(model.Transform(none), $"{name} on no rows");
            Must.Equal(0, fitted.Scores(model, none).Length, $"{name}: scores of no rows");
            Values.MustBeSame(all[..1], fitted.Scores(model, fitted.ML.Data.TakeRows(fitted.Data, 1)), 1e-5, $"{name}: one row");
        }
    }

    /// <summary><c>Transform</c> reads nothing; rows are read when the result is, and <c>Preview</c> shows them.</summary>
    public static void TransformIsLazyAndPreviewShowsRows(EstimatorCase @case)
    {
        FittedCase fitted = @case.Fitted;
        foreach ((string name, ITransformer model) in fitted.Models)
        {
            var source = new ReadCount(fitted.ML, fitted.Data);
            IDataView scored = model.Transform(source.View);
            Must.Equal(0, source.Rows, $"{name}: rows read by Transform");
            DataDebuggerPreview preview = scored.Preview(maxRows: 3);
            Must.Equal(3, preview.RowView.Length, $"{name}: rows in the preview");
            CollectionAssert.IsSubsetOf(fitted.AddedColumns, preview.RowView[0].Values.Select(pair => pair.Key).ToArray(),
                $"{name}: columns in the preview");
        }
    }

    private static string[] Rows(IDataView view)
    {
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        return Rows(cursor);
    }

    private static string[] Rows(DataViewRowCursor cursor)
    {
        Func<object>[] readers = [.. cursor.Schema.Select(column => Values.Reader(cursor, column))];
        var rows = new List<string>();
        while (cursor.MoveNext())
            rows.Add(string.Join(" | ", readers.Select(read => Values.Text(read()))));
        return [.. rows];
    }
}
