using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Tabular;
using Syre.Samples;
using Syre.Torch;

namespace Syre.MLNet.Tests.Diagnostics;

[TestClass]
public sealed class CollapseReportExtensionsTests
{
    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void ReportsAreFoundInAChainInItsOrder()
    {
        IDataView data = TestData.Binary(_ml);
        var pipeline = _ml.Transforms.CopyColumns("Copy", "Features")
            .Append(
                _ml.Transforms.CollapseDiagnostics("Health", "Copy").Append(_ml.BinaryClassification.Trainers.SyreNetwork(Small.Options)))
            .Append(_ml.Transforms.DropColumns("Copy"));
        using var model = pipeline.Fit(data);
        IReadOnlyList<CollapseReport> reports = model.CollapseReports();
        Assert.AreSequenceEqual(["Copy", "SyreNetwork"], reports.Select(report => report.Name));
        var network = (SyreNetworkTransformer)((IEnumerable<ITransformer>)model.ToArray()[1]).Last();
        Assert.AreSame(network.Report, reports[1]);
        Assert.AreSame(network.Report, network.CollapseReports().Single());
    }

    [TestMethod]
    public void TextModelsHaveAReport()
    {
        using var model = _ml.BinaryClassification.Trainers.SyreTextClassification(epochs: 1).Fit(TextData.Binary(_ml));
        Assert.AreSame(model.Report, ((ITransformer)model).CollapseReports().Single());
    }

    [TestMethod]
    public void ModelsOfOthersHaveNone() => Assert.IsEmpty(
        _ml.Transforms.NormalizeMinMax("Features").Append(_ml.Transforms.CopyColumns("Copy", "Features"))
            .Fit(TestData.Binary(_ml)).CollapseReports());

    [TestMethod]
    public void OneRowALayerWithItsMeasures()
    {
        CollapseReport report = SampleReports.Collapsed();
        IDataView view = report.ToDataView(_ml);
        CollectionAssert.AreEqual(report.Layers.Select(layer => layer.Name).ToArray(), Texts(view, "Layer"));
        CollectionAssert.AreEqual(new[] { "Healthy", "Collapsed", "Collapsed" }, Texts(view, "Verdict"));
        CollectionAssert.AreEqual(
            report.Layers.Select(layer => (float)layer.Measured.Centred.EffectiveRank).ToArray(),
            view.GetColumn<float>("EffectiveRank").ToArray());
        CollectionAssert.AreEqual(
            report.Layers.Select(layer => (float)layer.Measured.Uncentred.RankMe).ToArray(), view.GetColumn<float>("RankMe").ToArray());
        CollectionAssert.AreEqual(
            report.Layers.Select(layer => layer.Measured.Centred.Rank99).ToArray(), view.GetColumn<int>("Rank99").ToArray());
        CollectionAssert.AreEqual(new[] { 2000L, 2000L, 2000L }, view.GetColumn<long>("Rows").ToArray());
    }

    [TestMethod]
    public void ColumnsHaveTheDocumentedNamesAndTypes()
    {
        string schema = string.Join(
            ' ', SampleReports.Empty().ToDataView(_ml).Schema.Select(column => $"{column.Name}:{column.Type.RawType.Name}"));
        Assert.AreEqual(
            "Layer:ReadOnlyMemory`1 Kind:ReadOnlyMemory`1 Width:Int32 Rows:Int64 EffectiveRank:Single BaselineEffectiveRank:Single " +
            "EffectiveRankRatio:Single Rank99:Int32 NumericalRank:Int32 StableRank:Single ParticipationRatio:Single RankMe:Single " +
            "SpectralExponent:Single DeadShare:Single DuplicateShare:Single NearestMirror:Single Imbalance:Single Verdict:ReadOnlyMemory`1",
            schema);
    }

    [TestMethod]
    public void WhatWasNotMeasuredIsNaN()
    {
        IDataView view = SampleReports.Column().ToDataView(_ml);
        foreach (string column in new[] { "BaselineEffectiveRank", "NearestMirror", "Imbalance" })
            Assert.AreEqual(float.NaN, view.GetColumn<float>(column).Single(), column);
    }

    [TestMethod]
    public void AReportWithoutLayersHasNoRows() => Assert.AreEqual(0, SampleReports.Empty().ToDataView(_ml).GetRowCount());

    [TestMethod]
    public void TheViewFiltersAndSavesAsAnyOther()
    {
        IDataView low = _ml.Data.FilterRowsByColumn(SampleReports.Collapsed().ToDataView(_ml), "EffectiveRankRatio", upperBound: 0.25);
        using var saved = new MemoryStream();
        _ml.Data.SaveAsText(low, saved, schema: false);
        Assert.AreEqual(3, System.Text.Encoding.UTF8.GetString(saved.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static string[] Texts(IDataView view, string column) =>
        [.. view.GetColumn<ReadOnlyMemory<char>>(column).Select(text => text.ToString())];
}
