using System.Xml.Linq;
using Syre.Torch;

namespace Syre.Reporting.Tests;

[TestClass]
public sealed class PlasticityPageTests
{
    [TestMethod]
    public void The_page_says_what_the_report_says_and_draws_both_curves()
    {
        PlasticityReport report = Report();
        XElement page = Parse(report.ToHtml());
        string text = page.Element("body")!.Value;
        string[] said =
            ["Plasticity lost.", report.Recommendation, report.Slowness.ToString(), "1,200 new rows", "3 runs", "hidden1", "50.0 %"];
        Assert.IsTrue(Array.TrueForAll(said, text.Contains), text);
        Assert.HasCount(1, page.Descendants("figure"));
        Assert.HasCount(2, page.Descendants("table"));
    }

    [TestMethod]
    public void Names_are_text_and_a_report_of_nothing_is_a_page_too()
    {
        string page = (Report() with { Name = "<script>x</script>", Layers = [], Runs = [new([], [])] }).ToHtml();
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        StringAssert.Contains(Parse(page).Value, "Plasticity not judged.");
    }

    [TestMethod]
    public void The_page_is_saved()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.html");
        try
        {
            Report().SaveHtml(path);
            Assert.AreEqual(Report().ToHtml(), File.ReadAllText(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static XElement Parse(string html) => XElement.Parse(html[html.IndexOf("<html", StringComparison.Ordinal)..]);

    private static PlasticityReport Report() => new()
    {
        Name = "price",
        Rows = 1200,
        HeldBackRows = 300,
        Measure = "log-loss",
        Runs = [new([1.2, 0.6], [1, 0.5]), new([1.25, 0.62], [1, 0.5]), new([1.22, 0.61], [1, 0.5])],
        Layers = [new("hidden1", 20, 4, 9, 0.5, 0.05)],
    };
}
