using System.Globalization;
using System.Text.Json.Nodes;
using Syre.Samples;

namespace Syre.Torch.Tests.Diagnostics.Report;

[TestClass]
public sealed class ReportJsonTests
{
    public static IEnumerable<object[]> Reports => SampleReports.All().Select(report => new object[] { report });

    [TestMethod]
    [DynamicData(nameof(Reports))]
    public void ReportReadBackWritesTheSameJson(object given)
    {
        var report = (CollapseReport)given;
        CollapseReport read = CollapseReport.FromJson(report.ToJson());
        Assert.AreEqual(report.ToJson(), read.ToJson());
        Assert.AreEqual(report.ToString(), read.ToString());
        Assert.AreEqual(report.Verdict, read.Verdict);
    }

    [TestMethod]
    public void EveryMemberThatIsNotComputedTravels()
    {
        CollapseReport report = SampleReports.Collapsed() with { RowProfile = SampleReports.Healthy().RowProfile };
        CollapseReport read = CollapseReport.FromJson(report.ToJson());
        Assert.AreEqual(report.Evidence, read.Evidence);
        Assert.AreEqual(report.Thresholds, read.Thresholds);
        CollectionAssert.AreEqual(report.Findings.ToArray(), read.Findings.ToArray());
        CollectionAssert.AreEqual(report.IgnoredFeatures.ToArray(), read.IgnoredFeatures.ToArray());
        CollectionAssert.AreEqual(report.Layers[1].Similarity!.Values, read.Layers[1].Similarity!.Values);
        CollectionAssert.AreEqual(report.Layers[0].Measured.Units.Twins[0].ToArray(), read.Layers[0].Measured.Units.Twins[0].ToArray());
        CollectionAssert.AreEqual(report.History[60].Layers.ToArray(), read.History[60].Layers.ToArray());
        Assert.AreEqual(report.History[60].ValidationError, read.History[60].ValidationError);
        Assert.AreEqual(report.Layers[2].Baseline!.Weights!.Rank99, read.Layers[2].Baseline!.Weights!.Rank99);
        Assert.AreEqual(report.Layers[2].Measured.Mirrors!.Nearest, read.Layers[2].Measured.Mirrors!.Nearest);
        Assert.AreEqual(1.25f, read.RowProfile!.Slots[0].Quantiles[2]);
        foreach ((float written,
            float found) in report.Layers[2].Measured.Centred.SingularValues.Zip(read.Layers[2].Measured.Centred.SingularValues))
        {
            Assert.AreEqual(written, found, 5e-5f * Math.Abs(written));
        }
    }

    [TestMethod]
    public void NotANumberAndInfinitySurvive()
    {
        CollapseReport read = CollapseReport.FromJson(SampleReports.Autoencoder().ToJson());
        Assert.AreEqual(double.NaN, read.Evidence.Loss);
        Assert.AreEqual(double.PositiveInfinity, read.Evidence.ConstantLoss);
        Assert.AreEqual(float.NaN, read.Latents!.MeanVariance[4]);
        Assert.AreEqual(float.PositiveInfinity, read.Latents.KullbackLeibler[4]);
    }

    [TestMethod]
    public void ASimilarityThatIsNotSymmetricTravelsWhole()
    {
        CollapseReport column = SampleReports.Column();
        var lopsided = new UnitSimilarity { Units = [3, 5], Values = [255, 1, 2, 255] };
        CollapseReport read =
            CollapseReport.FromJson((column with { Layers = [column.Layers[0] with { Similarity = lopsided }] }).ToJson());
        CollectionAssert.AreEqual(lopsided.Values, read.Layers[0].Similarity!.Values);
    }

    [TestMethod]
    public void ThreeLayersOf256UnitsStayBelow70Kilobytes()
    {
        int bytes = System.Text.Encoding.UTF8.GetByteCount((SampleReports.Collapsed() with { History = [] }).ToJson());
        Assert.IsLessThan(70_000, bytes);
    }

    [TestMethod]
    public void ALaterFormatIsRefusedWithTheRemedy()
    {
        JsonNode json = JsonNode.Parse(SampleReports.Empty().ToJson())!;
        json["format"] = 2;
        var thrown = Assert.ThrowsExactly<InvalidDataException>(() => CollapseReport.FromJson(json.ToJsonString()));
        StringAssert.Contains(thrown.Message, "format 2");
        StringAssert.Contains(thrown.Message, "Update Syre.Torch");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("[1]")]
    [DataRow("{\"name\":\"x\"}")]
    [DataRow("{\"format\":\"x\",\"report\":{}}")]
    [DataRow("{\"format\":1}")]
    [DataRow("{\"format\":1,\"report\":null}")]
    [DataRow("{\"format\":1,\"report\":{\"name\":\"x\"}}")]
    [DataRow("{\"format\":1,\"report\":{\"name\":null,\"rows\":1,\"layers\":[]}}")]
    public void WhatIsNoReportIsRefused(string json) => Assert.ThrowsExactly<InvalidDataException>(() => CollapseReport.FromJson(json));

    [TestMethod]
    public void TheCultureChangesNothing()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        string json = SampleReports.Collapsed().ToJson();
        string text = SampleReports.Collapsed().ToString();
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.AreEqual(json, SampleReports.Collapsed().ToJson());
            Assert.AreEqual(text, SampleReports.Collapsed().ToString());
            Assert.AreEqual(json, CollapseReport.FromJson(json).ToJson());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
