using System.Text.RegularExpressions;
using System.Xml.Linq;
using Syre.Samples;
using Syre.Torch;

namespace Syre.Reporting.Tests;

[TestClass]
public sealed class CollapsePageTests
{
    [TestMethod]
    public void PageIsWellFormedAndHasEverything()
    {
        foreach (CollapseReport report in SampleReports.All())
        {
            XElement page = Parse(report.ToHtml());
            string text = page.Element("body")!.Value;
            StringAssert.Contains(text, report.Name);
            StringAssert.Contains(text, report.Summary.Split(':')[0] + ":");
            StringAssert.Contains(text, "Rank is not accuracy");
            foreach (string word in report.Layers.Select(layer => layer.Name).Concat(report.Findings.Select(finding => finding.Sentence)))
                StringAssert.Contains(text, word);
        }
    }

    [TestMethod]
    public void PicturesAreThereForWhatWasMeasured()
    {
        Assert.AreEqual(3 + 3 + 3, Pictures(SampleReports.Collapsed()), "spectra, curves, heat maps");
        Assert.AreEqual(3 + 3, Pictures(SampleReports.Convolution()), "no history");
        Assert.AreEqual(1, Pictures(SampleReports.Column()), "no history, no similarity");
        Assert.AreEqual(0, Pictures(SampleReports.Empty()));
        static int Pictures(CollapseReport report) => Parse(report.ToHtml()).Descendants("figure").Count();
    }

    [TestMethod]
    public void NamesAreTextAndNothingElse()
    {
        string page = SampleReports.Convolution().ToHtml();
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        StringAssert.Contains(page, "&lt;script&gt;conv|2&lt;/script&gt;");
        string comparison =
            SampleReports.Convolution().CompareWith(SampleReports.Convolution() with { Rows = 1 }, "</title><img src=x>").ToHtml();
        Assert.DoesNotContain("<script", comparison, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", comparison, StringComparison.OrdinalIgnoreCase);
        string control = (SampleReports.Empty() with { Name = "a\u0001b \uD83D\uDE00 \uD83D" }).ToHtml();
        StringAssert.Contains(control, "a\uFFFDb \uD83D\uDE00 \uFFFD");
    }

    [TestMethod]
    public void PageNeedsNothingFromElsewhere()
    {
        string page = SampleReports.Collapsed().ToHtml();
        Assert.DoesNotContain("url(http", page);
        Assert.DoesNotContain("@import", page);
        XElement parsed = Parse(page);
        foreach (XAttribute link in parsed.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "src" or "href"))
            Assert.IsTrue(link.Value.StartsWith('#') || link.Value.StartsWith("data:", StringComparison.Ordinal), link.Value);
        Assert.IsEmpty(parsed.Descendants("link").Concat(parsed.Descendants("script")).ToArray());
    }

    [TestMethod]
    public void IdsAreUniqueAndReferencesFindThem()
    {
        XElement page = Parse(SampleReports.Collapsed().ToHtml());
        string[] ids = [.. page.Descendants().Attributes("id").Select(id => id.Value)];
        CollectionAssert.AllItemsAreUnique(ids);
        foreach (Match reference in Regex.Matches(page.ToString(), "url\\(#([^)]+)\\)|href=\"#([^\"]+)\""))
            CollectionAssert.Contains(ids, reference.Groups[1].Value + reference.Groups[2].Value);
    }

    [TestMethod]
    public void PageSaysWhatCouldNotBeMeasuredAndThatALayerIsNotJudged()
    {
        string page = SampleReports.PartlyMeasured().ToHtml();
        StringAssert.Contains(page, "What could not be measured");
        StringAssert.Contains(page, "linalg.svd: &lt;the&gt; algorithm failed to converge.");
        StringAssert.Contains(page, "badge notjudged");
        StringAssert.Contains(page, "not judged");
        Assert.DoesNotContain("What could not be measured", SampleReports.Healthy().ToHtml());
        StringAssert.Contains(SampleReports.Unvarying().ToHtml(), "banner notjudged");
    }

    [TestMethod]
    public void PageOfAModelSaysWhatItIsWhatItGoesByAndWhatToDo()
    {
        XElement page = Parse(Described().ToHtml());
        StringAssert.Contains(page.Value, "Model report");
        foreach (string said in new[] { "binary: predicts 'bad'", "What all predictions go by", "checking_status", "0.0939", "0.0089" })
            StringAssert.Contains(page.Value, said);
        Assert.DoesNotContain("property", page.Value, "thirty are shown");
        StringAssert.Contains(page.Value, "And 2 more");
        Assert.HasCount(1, page.Descendants("h2").Where(heading => heading.Value == "What was found, and what to do").ToArray());
        XElement[] rows = [.. page.Descendants("td").Where(cell => (string?)cell.Attribute("class") == "bar")];
        Assert.HasCount(30, rows);
        StringAssert.Contains(rows[0].ToString(), "width:100.0%");
    }

    [TestMethod]
    public void WhatHasNoErrorsHasNoColumnOfThem()
    {
        ModelDescription model = Described() with { Columns = [new("Contributions", "", [new("age", 2), new("city", 1)])] };
        Assert.HasCount(0, Errors(model));
        Assert.HasCount(1, Errors(Described()));

        static XElement[] Errors(ModelDescription model) =>
            [.. Parse(model.ToHtml()).Descendants("th").Where(heading => heading.Value == "±")];
    }

    [TestMethod]
    public void EveryFindingSaysWhatToDo()
    {
        foreach (CollapseReport report in SampleReports.All())
        {
            string[] remedies = [.. Parse(report.ToHtml()).Descendants("tr")
                .Where(row => row.Elements("td").Any(cell => ((string?)cell.Attribute("class"))?.StartsWith("number") == true))
                .Select(row => row.Elements("td").Last()).Where(cell => (string?)cell.Attribute("class") == "sentence")
                .Select(cell => cell.Value)];
            Assert.HasCount(report.Findings.Count, remedies, report.Name);
            Assert.IsTrue(Array.TrueForAll(remedies, remedy => remedy.EndsWith('.')), report.Name);
        }
    }

    [TestMethod]
    public void ComparisonShowsBothArmsAndWhatIsNoise()
    {
        CollapseComparison comparison = SampleReports.Healthy().CompareWith(SampleReports.Collapsed(), "with syre", "without");
        XElement page = Parse(comparison.ToHtml());
        StringAssert.Contains(page.Value, "with syre against without");
        Assert.HasCount(2, page.Descendants("div").Where(element => (string?)element.Attribute("class") == "arm").ToArray());
        Assert.HasCount(comparison.Differences.Count(difference => difference.IsNoise), Rows("noise"));
        Assert.HasCount(comparison.Differences.Count(difference => !difference.IsNoise), Rows("more"));
        XElement[] Rows(string name) => [.. page.Descendants("tr").Where(element => (string?)element.Attribute("class") == name)];
    }

    [TestMethod]
    public void SavedPageIsTheSame()
    {
        string path = Path.GetTempFileName();
        SampleReports.Column().SaveHtml(path);
        Assert.AreEqual(SampleReports.Column().ToHtml(), File.ReadAllText(path));
        File.Delete(path);
    }

    internal static ModelDescription Described() => new()
    {
        Name = "SyreNetwork",
        Facts = [new("Task", "binary: predicts 'bad'"), new("Rows", "631 trained on, 158 held back")],
        Columns =
        [
            new("What all predictions go by", "How much the metric rises.",
            [
                new("checking_status", 0.0939, 0.0089), new("duration", 0.0418, 0.0046),
                .. Enumerable.Range(3, 28).Select(i => new DescribedColumn($"column {i}", 0.03 / i)),
                new("property", -0.0024, 0.0004), new("none", 0),
            ]),
        ],
        Report = SampleReports.Reduced(),
    };

    private static XElement Parse(string page) => XElement.Parse(page["<!doctype html>".Length..]);
}
