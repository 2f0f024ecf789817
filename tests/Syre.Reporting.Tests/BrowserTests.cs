using System.Globalization;
using System.Text.RegularExpressions;
using SkiaSharp;
using Syre.Samples;
using Syre.Torch;

namespace Syre.Reporting.Tests;

[TestClass]
public sealed class BrowserTests
{
    private string _folder = "";

    public TestContext TestContext { get; set; } = null!;

    [TestInitialize]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("syre-page").FullName;

    [TestMethod]
    public void BrowserShowsTheReport()
    {
        string page = Save("collapsed", SampleReports.Collapsed().ToHtml());
        string document = Chromium.Run(page, "--dump-dom");
        StringAssert.Contains(document, "<strong>Collapsed:</strong>");
        StringAssert.Contains(document, "effective rank");
        AssertPainted(page, "collapsed-1280.png", "--window-size=1280,2000");
        AssertPainted(page, "collapsed-1280-dark.png", "--window-size=1280,2000", "--blink-settings=preferredColorScheme=0");
    }

    [TestMethod]
    public void BrowserShowsTheModel() =>
        AssertPainted(Save("model", CollapsePageTests.Described().ToHtml()), "model-1280.png", "--window-size=1280,2000");

    [TestMethod]
    public void BrowserShowsTheComparison()
    {
        string page = Save("comparison", SampleReports.Healthy().CompareWith(SampleReports.Collapsed(), "with syre", "without").ToHtml());
        StringAssert.Contains(Chromium.Run(page, "--dump-dom"), "more than noise");
        AssertPainted(page, "comparison-1280.png", "--window-size=1280,2000");
    }

    // A window cannot be as narrow as a phone, a frame can.
    [TestMethod]
    public void NothingIsWiderThanAPhone()
    {
        (string Name, string Html)[] pages =
        [
            ("collapsed", SampleReports.Collapsed().ToHtml()),
            ("markup", SampleReports.Convolution().ToHtml()),
            ("unbroken", (SampleReports.Autoencoder() with { Name = new string('x', 200) }).ToHtml()),
            ("model", CollapsePageTests.Described().ToHtml()),
            ("comparison", SampleReports.Healthy().CompareWith(SampleReports.Collapsed(), new string('y', 80), "without").ToHtml()),
        ];
        foreach ((string name, string html) in pages)
        {
            const string measure =
                "<script>document.documentElement.setAttribute('data-widths', [innerWidth, document.documentElement.scrollWidth])</script>";
            string page = Save(name, html.Replace("</body>", measure + "</body>"));
            string frame = Save($"{name}-frame",
                $"<!doctype html><body style='margin:0'><iframe id='f' src='{Path.GetFileName(page)}' " +
                "style='width:390px;height:2000px;border:0'></iframe><script>onload = () => document.body.append('widths ' + " +
                "document.getElementById('f').contentDocument.documentElement.dataset.widths)</script>");
            Match widths = Regex.Match(Chromium.Run(frame, "--dump-dom", "--allow-file-access-from-files"), @"widths (\d+),(\d+)");
            Assert.IsTrue(widths.Success, "The page did not tell its width.");
            Assert.AreEqual("390", widths.Groups[1].Value);
            Assert.IsLessThanOrEqualTo(390, int.Parse(widths.Groups[2].Value, CultureInfo.InvariantCulture), name);
            if (name == "collapsed")
                AssertPainted(frame, "collapsed-390.png", "--window-size=500,2000");
        }
    }

    [TestCleanup]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    private string Save(string name, string html)
    {
        string path = Path.Combine(_folder, name + ".html");
        File.WriteAllText(path, html);
        return path;
    }

    private void AssertPainted(string page, string name, params string[] arguments)
    {
        string path = Path.Combine(TestContext.TestRunResultsDirectory ?? Path.GetTempPath(), name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Chromium.Run(page, [.. arguments, $"--screenshot={path}"]);
        using SKBitmap bitmap = SKBitmap.Decode(path);
        Assert.IsNotNull(bitmap, "There is no screenshot.");
        Assert.IsGreaterThan(100, bitmap.Pixels.Distinct().Count(), "The screenshot is nearly blank.");
        TestContext.AddResultFile(path);
    }
}
