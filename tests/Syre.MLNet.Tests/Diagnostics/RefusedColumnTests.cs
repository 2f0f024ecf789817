using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Tests.Diagnostics;

/// <summary>What cannot be diagnosed is refused before rows are read, naming the column and the remedy.</summary>
[TestClass]
public sealed class RefusedColumnTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    [TestMethod]
    public void A_missing_column_is_named_with_those_that_are_there() =>
        Refused("Nope", "Could not find input column 'Nope'", "Vector, Variable, Text");

    [TestMethod]
    public void A_scalar_is_refused_with_Concatenate() =>
        Refused("Number", "input column 'Number'", "got Single", "Concatenate(\"Number\"");

    [TestMethod]
    public void A_text_is_refused() => Refused("Text", "input column 'Text'", "got String, expected a vector of Single");

    [TestMethod]
    public void A_vector_of_another_type_is_refused_with_ConvertType() =>
        Refused("Doubles", "input column 'Doubles'", "vector of Double", "ConvertType");

    [TestMethod]
    public void A_vector_of_unknown_size_is_refused_with_VectorType() =>
        Refused("Variable", "'Variable'", "unknown size", "[VectorType(size)]");

    [TestMethod]
    public void No_rows_are_refused() => StringAssert.Contains(
        Assert.ThrowsExactly<InvalidOperationException>(() => Estimator("Vector").Fit(Data(0))).Message, "no rows");

    [TestMethod]
    public void Rows_that_all_miss_a_value_are_refused_with_ReplaceMissingValues()
    {
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => CollapseDiagnosticsTests.Fit([[1, float.NaN], [float.NaN, 2]]));
        StringAssert.Contains(e.Message, "No valid training instances found");
        StringAssert.Contains(e.Message, "ReplaceMissingValues(\"Features\")");
    }

    [TestMethod]
    public void A_column_of_another_size_is_refused_at_Transform()
    {
        using CollapseDiagnosticsTransformer model = CollapseDiagnosticsTests.Fit(ColumnData.Normal(9, 4));
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Transform(ColumnData.View(s_ml, ColumnData.Normal(9, 8))));
        StringAssert.Contains(e.Message, "trained on Vector<Single, 4>");
        StringAssert.Contains(e.Message, "Vector<Single, 8>");
    }

    [TestMethod]
    public void All_options_out_of_range_are_listed_at_once()
    {
        var options = new CollapseDiagnosticsOptions
        {
            OutputColumnName = "", InputColumnName = "", Energy = 1.5, MaximumSubspace = 0,
            Thresholds = new() { DeadShare = 2, ColumnRankShare = 0 },
        };
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => s_ml.Transforms.CollapseDiagnostics(options));
        string[] parts = ["OutputColumnName", "InputColumnName", "Energy is 1.5", "MaximumSubspace is 0", "DeadShare is 2",
            "ColumnRankShare is 0"];
        foreach (string part in parts)
            StringAssert.Contains(e.Message, part);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => s_ml.Transforms.CollapseDiagnostics("Output", energy: double.NaN));
        s_ml.Transforms.CollapseDiagnostics(new CollapseDiagnosticsOptions());
    }

    private static void Refused(string column, params string[] parts)
    {
        IDataView data = Data(3);
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Estimator(column).Fit(data));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Estimator(column).GetOutputSchema(MLNetInternals.ShapeOf(data.Schema)));
        foreach (string part in parts)
            StringAssert.Contains(e.Message, part);
    }

    private static CollapseDiagnosticsEstimator Estimator(string column) => s_ml.Transforms.CollapseDiagnostics("Output", column);

    private static IDataView Data(int rows) => s_ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(_ => new Row()));

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Vector { get; set; } = [1, 2, 3];

        public float[] Variable { get; set; } = [1, 2];

        public string Text { get; set; } = "";

        public float Number { get; set; } = 1;

        [VectorType(2)]
        public double[] Doubles { get; set; } = [1, 2];
    }
}
