using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Tables;

/// <summary>A small table after <c>FeaturizeTable</c>, in memory and from a saved file.</summary>
internal sealed class FeaturizedTable
{
    private FeaturizedTable(MLContext ml, IDataView data, FeaturizeTableOptions options)
    {
        Model = ml.Transforms.FeaturizeTable(options).Fit(data);
        View = Model.Transform(data);
        Assert.HasCount(SlotNames.Length, Model.Plan.SlotColumns);
        foreach ((string slot, string column) in SlotNames.Zip(Model.Plan.SlotColumns))
            Assert.IsTrue(slot.Length == 0 || slot.StartsWith(column, StringComparison.Ordinal) || IsAlone, $"{slot} of {column}");
        using var file = new MemoryStream();
        ml.Model.Save(Model, data.Schema, file);
        Reloaded = new MLContext().Model.LoadSurely(file, out _);
        CursorChecks.SameValues(View, Reloaded.Transform(data), 0, "from the file");
    }

    public FeaturizeTableTransformer Model { get; }

    public ITransformer Reloaded { get; }

    public IDataView View { get; }

    public string[] SlotNames => Names(View);

    public float[][] Rows => Values.Rows(View, "Features");

    /// <summary>Whether all slots are one column's, whose levels ML.NET then calls by themselves.</summary>
    private bool IsAlone => Model.Plan.Columns.Count(column => column.Slots > 0) == 1;

    /// <summary>The first and last slot of each category.</summary>
    public int[] Ranges
    {
        get
        {
            VBuffer<int> ranges = default;
            View.Schema["Features"].Annotations.GetValue("CategoricalSlotRanges", ref ranges);
            return [.. ranges.DenseValues()];
        }
    }

    public static FeaturizedTable Fit<T>(IEnumerable<T> rows, FeaturizeTableOptions? options = null)
        where T : class
    {
        var ml = new MLContext(seed: 1);
        return new FeaturizedTable(ml, ml.Data.LoadFromEnumerable(rows), options ?? new FeaturizeTableOptions());
    }

    public static FeaturizedTable Fit(IDataView data, FeaturizeTableOptions? options = null) =>
        new(new MLContext(seed: 1), data, options ?? new FeaturizeTableOptions());

    /// <summary>The plan's entry of a column.</summary>
    public TablePlanColumn this[string column] => Model.Plan.Columns.Single(entry => entry.Name == column);

    /// <summary>A slot of all rows.</summary>
    public float[] Slot(string name) => Slot(name, View);

    /// <summary>A slot of new rows.</summary>
    public float[] Slot<T>(string name, IEnumerable<T> rows)
        where T : class => Slot(name, Model.Transform(new MLContext().Data.LoadFromEnumerable(rows)));

    private static float[] Slot(string name, IDataView view)
    {
        int slot = Array.IndexOf(Names(view), name);
        Assert.IsGreaterThanOrEqualTo(0, slot, $"no slot '{name}' in {string.Join(", ", Names(view))}");
        return [.. Values.Rows(view, "Features").Select(row => row[slot])];
    }

    private static string[] Names(IDataView view)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema["Features"].GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}
