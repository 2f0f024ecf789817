using Syre.Samples;

namespace Syre.Torch.Tests.Diagnostics.Report;

[TestClass]
public sealed class ReportTextTests
{
    [TestMethod]
    public void TheTableIsAligned()
    {
        string[] lines = SampleReports.Collapsed().ToString().Split('\n');
        Assert.AreEqual("MNIST, plain decay 0.08: COLLAPSED", lines[0]);
        Assert.AreEqual("2,000 rows, 10 classes, 3 layers", lines[1]);
        int ratio = lines[3].IndexOf("ratio", StringComparison.Ordinal) + "ratio".Length;
        foreach (string row in lines[4..7])
        {
            Assert.AreNotEqual(' ', row[ratio - 1]);
            Assert.AreEqual(' ', row[ratio]);
        }
        StringAssert.EndsWith(lines[6], "collapsed");
    }

    [TestMethod]
    public void The_table_and_the_remarks_are_those_of_the_text()
    {
        foreach (CollapseReport report in SampleReports.All())
        {
            TextTable table = report.ToTable();
            Assert.AreSequenceEqual(report.Layers.Select(layer => layer.Name), table.Rows.Select(row => row[0]));
            Assert.IsTrue(table.Rows.All(row => row.Count == table.Headings.Count));
            Assert.IsFalse(table.IsText(table.Headings.Index().Single(heading => heading.Item == "ratio").Index));
            foreach (string part in report.Remarks.Append(report.Extent))
                StringAssert.Contains(report.ToString(), part);
        }
    }

    [TestMethod]
    public void WhatWasNotMeasuredIsMarked()
    {
        string row = SampleReports.Column().ToString().Split('\n')[4];
        StringAssert.StartsWith(row, "Embedding  Column");
        Assert.AreEqual(2, row.Count(character => character == '–'), row);
    }

    [TestMethod]
    public void EveryReportHasNameVerdictAndFindings()
    {
        foreach (CollapseReport report in SampleReports.All())
        {
            StringAssert.StartsWith(report.ToString(), $"{report.Name}: {Figures.Word(report.Verdict).ToUpperInvariant()}\n");
            foreach (CollapseFinding finding in report.Findings)
                StringAssert.Contains(report.ToString(), finding.Sentence);
        }
    }

    [TestMethod]
    public void MarkdownTakesNamesAsTheyAre()
    {
        string markdown = SampleReports.Convolution().ToMarkdown();
        Assert.DoesNotContain("<script>", markdown);
        StringAssert.Contains(markdown, @"&lt;script&gt;conv\|2&lt;/script&gt;");
        int columns = markdown.Split('\n').First(line => line.StartsWith('|')).Count(character => character == '|');
        foreach (string row in markdown.Split('\n').Where(line => line.StartsWith('|')))
            Assert.AreEqual(columns, row.Replace(@"\|", "").Count(character => character == '|'), row);
    }

    [TestMethod]
    public void MarkdownSaysWhatARankDoesNot()
    {
        foreach (CollapseReport report in SampleReports.All())
            StringAssert.Contains(report.ToMarkdown(), "Rank is not accuracy");
    }

    [TestMethod]
    public void VerdictOfALayerIsItsGravestFinding()
    {
        CollapseReport report = SampleReports.Collapsed();
        Assert.AreEqual(CollapseVerdict.Healthy, report.VerdictOf("fc1"));
        Assert.AreEqual(CollapseVerdict.Collapsed, report.VerdictOf("fc3"));
        Assert.AreEqual(CollapseVerdict.Collapsed, report.VerdictOf(null));
    }

    [TestMethod]
    [DataRow(0.0, "0")]
    [DataRow(0.00012, "1.2e-4")]
    [DataRow(0.01234, "0.0123")]
    [DataRow(1.2345, "1.23")]
    [DataRow(-43.21, "-43.2")]
    [DataRow(12345.6, "12,346")]
    [DataRow(double.NaN, "NaN")]
    public void NumbersHaveThreeDigits(double value, string expected) => Assert.AreEqual(expected, Figures.Any(value));
}
