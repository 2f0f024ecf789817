using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Syre.Samples.Tests.Service;

/// <summary>
/// The page in a browser: a form from the schema, a prediction with a bar a class, the report. Screenshots are the test's artefacts.
/// </summary>
[TestClass]
public sealed class PageTests
{
    private static readonly string[] s_browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly PageGetByLabelOptions s_exact = new() { Exact = true };

    private static IPlaywright? s_playwright;
    private static IBrowser? s_browser;

    public TestContext TestContext { get; set; } = null!;

    [ClassCleanup]
    public static async Task CloseAsync()
    {
        if (s_browser is not null)
            await s_browser.DisposeAsync();
        s_playwright?.Dispose();
    }

    [TestMethod]
    public async Task The_page_predicts_a_row_of_each_model()
    {
        IBrowser browser = await LaunchedAsync();
        await using RunningService service = await RunningService.StartAsync(
            new Dictionary<string, byte[]>
            {
                ["fruit"] = TrainedModels.Fruit, ["heavy"] = TrainedModels.Binary, ["weight"] = TrainedModels.Regression,
            });
        (IPage page, List<string> complaints) = await OpenAsync(browser, service, 1200, 900, ColorScheme.Light);

        await page.GetByLabel("Colour", s_exact).SelectOptionAsync("yellow");
        await page.GetByLabel("Weight", s_exact).FillAsync("105");
        await page.GetByRole(AriaRole.Button, new() { Name = "Predict" }).ClickAsync();
        await Assertions.Expect(page.Locator("#answer")).ToHaveTextAsync(new Regex("^(banana|apple|melon)$"));
        Assert.AreEqual(6, await page.Locator("#bars rect").CountAsync());          // a bar and its track for each class
        await Assertions.Expect(page.Locator("#unfamiliar")).ToContainTextAsync("outside what the network saw");
        await Assertions.Expect(page.Locator("#reports .verdict")).ToHaveCountAsync(1);
        Assert.AreEqual(2, await page.Locator("#reports rect").CountAsync());       // one hidden layer, and the random one
        await KeepAsync(page, "page-light.png");

        await page.GetByLabel("Weight", s_exact).FillAsync("heavy");
        await page.GetByRole(AriaRole.Button, new() { Name = "Predict" }).ClickAsync();
        await Assertions.Expect(page.Locator(".field", new() { HasText = "Weight" }).Locator(".error"))
            .ToHaveTextAsync("must be a number; found a string.");

        await page.GetByLabel("Model", s_exact).SelectOptionAsync("heavy");
        await page.GetByLabel("Size", s_exact).FillAsync("6.5, 6");
        await page.GetByRole(AriaRole.Button, new() { Name = "Predict" }).ClickAsync();
        await Assertions.Expect(page.Locator("#answer")).ToHaveTextAsync(new Regex("^(true|false)$"));
        await page.GetByLabel("Model", s_exact).SelectOptionAsync("weight");
        await page.GetByLabel("Size", s_exact).FillAsync("6.5 6");
        await page.GetByRole(AriaRole.Button, new() { Name = "Predict" }).ClickAsync();
        await Assertions.Expect(page.Locator("#answer")).ToHaveTextAsync(new Regex("^-?\\d+(\\.\\d+)?$"));
        Assert.IsTrue(complaints.All(complaint => complaint.Contains("400", StringComparison.Ordinal)), string.Join('\n', complaints));
    }

    [TestMethod]
    public async Task The_page_fits_a_phone_in_the_dark()
    {
        IBrowser browser = await LaunchedAsync();
        await using RunningService service = await RunningService.StartAsync();
        (IPage page, List<string> complaints) = await OpenAsync(browser, service, 390, 844, ColorScheme.Dark);
        await page.GetByRole(AriaRole.Button, new() { Name = "Predict" }).ClickAsync();
        await Assertions.Expect(page.Locator("#answer")).ToHaveClassAsync("answer quiet given");
        Assert.AreEqual(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.AreEqual("rgb(18, 22, 28)", await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        const string tooSmallForAThumb =
            "[...document.querySelectorAll('button, input, select')].filter(e => e.offsetHeight && e.offsetHeight < 44).length";
        Assert.AreEqual(0, await page.EvaluateAsync<int>(tooSmallForAThumb));
        await KeepAsync(page, "page-phone-dark.png");
        Assert.IsEmpty(complaints, string.Join('\n', complaints));
    }

    [TestMethod]
    public async Task The_page_asks_for_the_key()
    {
        IBrowser browser = await LaunchedAsync();
        await using RunningService service = await RunningService.StartAsync("Scoring:ApiKey=secret");
        (IPage page, _) = await OpenAsync(browser, service, 800, 600, ColorScheme.Light, waitForForm: false);
        await page.GetByLabel("The service asks for its key").FillAsync("secret");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use it" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Colour", s_exact)).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#key")).ToBeHiddenAsync();
    }

    /// <summary>The browser, launched once for all tests: that takes longer than they do.</summary>
    private static async Task<IBrowser> LaunchedAsync()
    {
        string? browser = Array.Find(s_browsers, File.Exists);
        if (browser is null)
            Assert.Inconclusive("Chromium is not installed, so the page was not opened; on Debian: apt-get install chromium");
        s_playwright ??= await Playwright.CreateAsync();
        return s_browser ??= await s_playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = browser, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    private static async Task<(IPage Page, List<string> Complaints)> OpenAsync(
        IBrowser browser, RunningService service, int width, int height, ColorScheme scheme, bool waitForForm = true)
    {
        IPage page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme });
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync(service.Address.ToString());
        if (waitForForm)
            await page.Locator("#fields label").First.WaitForAsync();
        return (page, complaints);
    }

    private async Task KeepAsync(IPage page, string name)
    {
        string path = Path.Combine(TestContext.TestRunResultsDirectory!, name);
        await page.ScreenshotAsync(new() { Path = path, FullPage = true });
        TestContext.AddResultFile(path);
    }
}
