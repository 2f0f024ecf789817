using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Tabular;

/// <summary>What cannot be trained on is refused before training starts, naming the column and the remedy.</summary>
[TestClass]
public sealed class BadInputTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    private static readonly SyreNetworkOptions s_skipping = Small.Options with { MissingValues = MissingValues.Skip };

    [TestMethod]
    public void A_missing_feature_column_is_named_with_the_columns_that_are_there() => Refused<ArgumentOutOfRangeException>(
        Trainer(Small.Options with { FeatureColumnName = "Nope" }), Rows(1f), "Could not find feature column 'Nope'",
        "Features", "FeatureColumnName");

    [TestMethod]
    public void A_missing_label_column_is_named() => Refused<ArgumentOutOfRangeException>(
        Trainer(Small.Options with { LabelColumnName = "Nope" }), Rows(1f), "label column 'Nope'", "LabelColumnName");

    [TestMethod]
    public void A_missing_weight_column_is_named() => Refused<ArgumentOutOfRangeException>(
        Trainer(Small.Options with { ExampleWeightColumnName = "Nope" }), Rows(1f), "weight column 'Nope'");

    [TestMethod]
    public void A_label_that_is_no_key_is_refused_with_MapValueToKey() => Refused<ArgumentOutOfRangeException>(
        s_ml.MulticlassClassification.Trainers.SyreNetwork(Small.Options), Rows(1f), "label column 'Label'", "Single",
        "MapValueToKey(\"Label\")");

    [TestMethod]
    public void A_label_that_is_not_Boolean_is_refused_with_the_conversion() => Refused<ArgumentOutOfRangeException>(
        s_ml.BinaryClassification.Trainers.SyreNetwork(Small.Options), Rows(1f), "expected Boolean", "got Single", "ConvertType");

    [TestMethod]
    public void A_label_that_is_not_Single_is_refused_with_the_conversion() => Refused<ArgumentOutOfRangeException>(
        Trainer(), TestData.Binary(s_ml), "label column 'Label'", "Boolean", "ConvertType(\"Label\"");

    [TestMethod]
    public void A_scalar_feature_is_refused_with_Concatenate() => Refused<ArgumentOutOfRangeException>(
        Trainer(Small.Options with { FeatureColumnName = "Label" }), Rows(1f), "feature column 'Label'", "Concatenate");

    [TestMethod]
    public void Features_of_another_type_are_refused_with_the_conversions() => Refused<ArgumentOutOfRangeException>(
        Trainer(Small.Options with { FeatureColumnName = "Group" }), TestData.Regression(s_ml), "feature column 'Group'", "OneHotEncoding");

    [TestMethod]
    public void Features_of_unknown_size_are_refused_with_the_remedy() => Refused<ArgumentOutOfRangeException>(
        Trainer(), s_ml.Data.LoadFromEnumerable([new Row { Features = [1, 2], Label = 1 }]), "unknown size", "VectorType");

    [TestMethod]
    public void No_rows_are_refused() => Refused<InvalidOperationException>(Trainer(), Rows(), "no rows");

    [TestMethod]
    public void Rows_that_all_miss_a_feature_are_refused_with_ReplaceMissingValues() => Refused<InvalidOperationException>(
        Trainer(s_skipping), Rows(float.NaN), "No valid training instances found", "'Features'", "ReplaceMissingValues");

    [TestMethod]
    public void A_missing_value_is_refused_with_its_row_and_slot_where_that_is_asked_for() => Refused<InvalidOperationException>(
        Trainer(Small.Options with { MissingValues = MissingValues.Refuse }), Rows(1f, float.NaN),
        "Row 1 of the training data", "column 'Features', slot 0", "Impute", "Skip");

    [TestMethod]
    public void An_infinite_feature_is_refused_with_its_row() => Refused<InvalidOperationException>(
        Trainer(), Rows(1f, float.NegativeInfinity), "Row 1", "'Features'", "infinite");

    [TestMethod]
    public void Rows_that_all_miss_their_label_are_refused() => Refused<InvalidOperationException>(
        Trainer(), View([new Row { Features = [1], Label = float.NaN }]), "No valid training instances found", "training data", "'Label'");

    [TestMethod]
    public void Rows_that_all_have_a_key_of_no_class_are_refused() => Refused<InvalidOperationException>(
        s_ml.MulticlassClassification.Trainers.SyreNetwork(Small.Options),
        TestData.View(s_ml, TestData.Examples(3, 1, false, _ => 99u), TestData.ClassNames), "none of the 3 rows", "'Label'");

    [TestMethod]
    public void Rows_that_miss_a_feature_or_their_label_all_of_them_are_refused_with_both_remedies() => Refused<InvalidOperationException>(
        Trainer(s_skipping), View([new Row { Features = [1], Label = float.NaN }, new Row { Features = [float.NaN] }]), "1 have a NaN",
        "1 have no label", "ReplaceMissingValues");

    [TestMethod]
    public void A_negative_weight_is_refused_with_its_row() => Refused<InvalidOperationException>(
        Trainer(Small.Options with { ExampleWeightColumnName = "Weight" }), View([new Row { Features = [1], Weight = -1 }]),
        "Row 0", "-1", "'Weight'");

    [TestMethod]
    public void Weights_that_are_all_zero_are_refused() => Refused<InvalidOperationException>(
        Trainer(Small.Options with { ExampleWeightColumnName = "Weight" }), View([new Row { Features = [1], Weight = 0 }]),
        "All 1 weights", "'Weight'");

    [TestMethod]
    public void Features_of_another_size_are_refused_at_Transform()
    {
        using SyreNetworkTransformer model = Trainer().Fit(Rows(1, 2, 3));
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Transform(View([new Row { Features = [1, 2] }])));
        StringAssert.Contains(e.Message, "Vector<Single, 1>");
        StringAssert.Contains(e.Message, "Vector<Single, 2>");
    }

    private static SyreNetworkEstimator Trainer(SyreNetworkOptions? options = null) =>
        s_ml.Regression.Trainers.SyreNetwork(options ?? Small.Options);

    private static void Refused<TException>(SyreNetworkEstimator trainer, IDataView data, params string[] parts)
        where TException : Exception
    {
        var e = Assert.ThrowsExactly<TException>(() => trainer.Fit(data));
        foreach (string part in parts)
            StringAssert.Contains(e.Message, part);
    }

    private static IDataView Rows(params float[] features) =>
        View([.. features.Select(feature => new Row { Features = [feature], Label = 1 })]);

    private static IDataView View(Row[] rows)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(
            NumberDataViewType.Single, rows.Length == 0 ? 1 : rows[0].Features.Length);
        return s_ml.Data.LoadFromEnumerable(rows, schema);
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public float Label { get; set; } = 1;

        public float Weight { get; set; } = 1;
    }
}
