using System.Xml.Linq;
using SkiaSharp;
using Syre.Samples;
using Syre.Torch;

namespace Syre.Reporting.Tests;

[TestClass]
public sealed class PictureTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [TestMethod]
    public void EveryPictureHasTextAndLines()
    {
        foreach (Picture picture in All(SampleReports.Collapsed()))
        {
            using SKBitmap bitmap = SKBitmap.Decode(picture.ToPng());
            Assert.AreEqual(2 * picture.Width, bitmap.Width, picture.Description);
            Assert.AreEqual(2 * picture.Height, bitmap.Height, picture.Description);
            Assert.IsGreaterThan(20, bitmap.Pixels.Distinct().Count(), picture.Description);
            Assert.IsNotEmpty(XElement.Parse(picture.ToSvg()).Descendants(s_svg + "text").ToArray(), picture.Description);
        }
    }

    [TestMethod]
    public void The_font_is_there_for_plots_of_ones_own()
    {
        PictureFont.EnsureKnown();
        PictureFont.EnsureKnown();
        using SKTypeface font = ScottPlot.Fonts.GetTypeface(PictureFont.Name, bold: true, italic: false);
        Assert.AreEqual("DejaVu Sans", font.FamilyName);
    }

    [TestMethod]
    public void TextOfSvgIsAnchoredAndInTheReadersFont()
    {
        XElement svg = XElement.Parse(SampleReports.Collapsed().Layers[0].SpectrumPicture().ToSvg());
        XElement[] texts = [.. svg.Descendants(s_svg + "text")];
        Assert.IsTrue(texts.All(text => text.Attribute("font-family") is null && !text.Attribute("x")!.Value.Contains(',')));
        Assert.AreEqual("end", Anchor("0.1"), "left of the vertical axis");
        Assert.AreEqual("middle", Anchor("100"), "below the horizontal axis");
        Assert.AreEqual("middle", Anchor("index of the singular value"));
        string Anchor(string text) => texts.First(element => element.Value == text).Attribute("text-anchor")!.Value;
    }

    [TestMethod]
    public void ASpectrumThatIsZeroOrNotANumberIsDrawn()
    {
        LayerReport layer = SampleReports.Column().Layers[0];
        foreach (float[] values in new float[][] { [], [0, 0], [float.NaN, 1], [1, 0, 0], [5] })
        {
            RankMeasures ranks =
                layer.Measured.Centred with { SingularValues = values, EffectiveRank = values.Length == 0 ? double.NaN : 0 };
            Assert.IsNotEmpty((layer with { Measured = layer.Measured with { Centred = ranks } }).SpectrumPicture().ToPng());
        }
    }

    [TestMethod]
    public void HistoriesThatAreNoNumberOrOneEpochAreDrawn()
    {
        CollapseReport report = SampleReports.Healthy();
        CollapseEpoch broken = report.History[1] with
        {
            Layers = [.. report.Layers.Select(_ => new LayerEpoch(double.NaN, double.NaN, 0))],
            ValidationError = double.NaN,
        };
        Assert.IsNotEmpty((report with { History = [broken] }).EffectiveRankPicture()!.ToPng());
        Assert.IsNotEmpty((report with { History = [report.History[0]] }).OverviewPicture().ToPng());
    }

    [TestMethod]
    public void WhatWasNotMeasuredHasNoPicture()
    {
        CollapseReport column = SampleReports.Column();
        Assert.IsNull(column.EffectiveRankPicture());
        Assert.IsNull(column.DeadSharePicture());
        Assert.IsNull(column.ValidationErrorPicture());
        Assert.IsNull(column.Layers[0].SimilarityPicture());
    }

    [TestMethod]
    public void EveryReportHasAnOverview()
    {
        foreach (CollapseReport report in SampleReports.All())
            Assert.IsNotEmpty(report.OverviewPicture().ToPng(0.5), report.Name);
    }

    [TestMethod]
    public void TheFileNameChoosesTheFormat()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        SampleReports.Column().SavePicture(Path.Combine(folder, "a.png"));
        SampleReports.Column().SavePicture(Path.Combine(folder, "a.svg"));
        Assert.AreEqual(0x89, File.ReadAllBytes(Path.Combine(folder, "a.png"))[0]);
        StringAssert.StartsWith(File.ReadAllText(Path.Combine(folder, "a.svg")), "<svg");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => SampleReports.Column().SavePicture("a.gif")).Message,
            ".png or .svg");
        Directory.Delete(folder, recursive: true);
    }

    [TestMethod]
    public void ScalesOutOfRangeAreRefused() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SampleReports.Column().OverviewPicture().ToPng(double.NaN));

    private static IEnumerable<Picture> All(CollapseReport report) =>
    [
        report.Layers[0].SpectrumPicture(), report.Layers[0].SimilarityPicture()!, report.EffectiveRankPicture()!,
        report.DeadSharePicture()!,
        report.ValidationErrorPicture()!, report.OverviewPicture(),
    ];
}
