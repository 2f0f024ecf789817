using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Syre.MLNet.Tests.Packaging;

/// <summary>
/// What <c>dotnet pack</c> makes is what a user needs: the README's first lines run in a new project that has the packages only.
/// </summary>
[TestClass]
public sealed class PackageTests
{
    /// <summary>A version that no feed and no cache has.</summary>
    private const string Version = "999.0.0-test";

    private static readonly string s_folder = Directory.CreateTempSubdirectory("syre-packages").FullName;
    private static readonly string s_feed = Path.Combine(s_folder, "feed");

    [ClassInitialize]
    public static void Pack(TestContext _)
    {
        string configuration = typeof(PackageTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        Dotnet.Run(RepositoryFolder.Path, "pack", "--no-build", "--configuration", configuration, "--output", s_feed,
            $"-p:PackageVersion={Version}");
    }

    [ClassCleanup]
    public static void CleanUp() => Directory.Delete(s_folder, recursive: true);

    [TestMethod]
    public void The_libraries_and_nothing_else_are_packed_with_their_symbols()
    {
        string[] libraries = ["Syre.Cpu", "Syre.MLNet", "Syre.Onnx", "Syre.Reporting", "Syre.Torch"];
        CollectionAssert.AreEquivalent(
            libraries.SelectMany(name => new[] { $"{name}.{Version}.nupkg", $"{name}.{Version}.snupkg" }).ToArray(),
            Directory.GetFiles(s_feed).Select(Path.GetFileName).ToArray());
        foreach (string name in libraries)
            CollectionAssert.Contains(new Package(Path.Combine(s_feed, $"{name}.{Version}.snupkg")).Files, $"lib/net10.0/{name}.pdb");
    }

    [TestMethod]
    [DataRow(
        "Syre.MLNet",
        "Microsoft.ML Microsoft.ML.OnnxRuntime Microsoft.ML.OnnxTransformer Microsoft.ML.Tokenizers Syre.Cpu Syre.Onnx Syre.Torch")]
    [DataRow("Syre.Onnx", "Google.Protobuf")]
    [DataRow("Syre.Reporting", "ScottPlot Syre.Torch")]
    [DataRow("Syre.Torch", "Syre.Cpu TorchSharp")]
    [DataRow("Syre.Cpu", "")]
    public void A_package_says_what_it_is_and_brings_no_libtorch(string name, string dependencies)
    {
        var package = new Package(Path.Combine(s_feed, $"{name}.{Version}.nupkg"));
        Assert.AreEqual(name, package["id"]);
        Assert.AreEqual("MIT", package["license"]);
        Assert.AreEqual("README.md", package["readme"]);
        foreach (string line in new[] { "authors", "description", "tags" })
            Assert.AreNotEqual("", package[line], line);
        foreach (string file in new[] { "README.md", $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml" })
            CollectionAssert.Contains(package.Files, file);
        Assert.AreEqual(dependencies, string.Join(' ', package.Dependencies));
        StringAssert.StartsWith(package.Readme, "# Syre.MLNet");
        foreach (Match link in Regex.Matches(package.Readme, @"\]\(([^)]*)\)"))
            StringAssert.StartsWith(link.Groups[1].Value, "https://", "A link to a page of the repository leads nowhere from a package.");
    }

    [TestMethod]
    public void The_readmes_first_lines_run_in_a_new_project_with_the_packages_only()
    {
        string project = Path.Combine(s_folder, "app");
        File.WriteAllText(Path.Combine(s_folder, "nuget.config"), NuGetConfig());
        Dotnet.Run(s_folder, "new", "console", "--framework", "net10.0", "--output", project, "--no-restore");
        foreach ((string package, string version) in Readme.Packages.TakeWhile(added => !added.Package.Contains("cuda")))
        {
            Dotnet.Run(
                project, "add", "package", OfThisSystem(package), "--version", package == "Syre.MLNet" ? Version : version, "--no-restore");
        }
        File.WriteAllText(Path.Combine(project, "Program.cs"), Readme.CodeBlocks[0]);
        Directory.CreateSymbolicLink(Path.Combine(project, "data"), Path.Combine(RepositoryFolder.Path, "data"));

        string printed = Dotnet.Run(project, "run");
        Assert.AreEqual(Readme.WithoutNumbers(Readme.ShownOutput), Readme.WithoutNumbers(printed));
        Assert.IsTrue(File.Exists(Path.Combine(project, "patches.zip")));
        Assert.IsTrue(Directory.Exists(Path.Combine(s_folder, "packages", "syre.mlnet", Version)), "The package came from somewhere else.");
    }

    [TestMethod]
    public void The_readme_names_the_versions_of_libtorch_that_the_library_is_built_for()
    {
        XDocument central = XDocument.Load(Path.Combine(RepositoryFolder.Path, "Directory.Packages.props"));
        string Central(string property) => central.Descendants(property).Single().Value;
        CollectionAssert.AreEqual(
            new[]
            {
                ("Syre.MLNet", ""), ("libtorch-cpu-linux-x64", Central("LibTorchVersion")),
                ("TorchSharp-cuda-linux", Central("TorchSharpVersion")),
            },
            Readme.Packages);
    }

    [TestMethod]
    [DataRow("", "libtorch-cpu-")]
    [DataRow("-p:TorchBackend=cpu", "libtorch-cpu-")]
    [DataRow("-p:TorchBackend=cuda-linux", "TorchSharp-cuda-linux")]
    [DataRow("-p:TorchBackend=cuda-windows", "TorchSharp-cuda-windows")]
    public void TorchBackend_chooses_the_one_libtorch_of_a_project_of_the_repository(string argument, string expected)
    {
        string project = Path.Combine(RepositoryFolder.Path, "samples", "QuickStart", "QuickStart.csproj");
        string[] arguments = ["msbuild", project, "-getItem:PackageReference", .. argument == "" ? [] : new[] { argument }];
        using JsonDocument found = JsonDocument.Parse(Dotnet.Run(s_folder, arguments));
        string[] torch =
        [
            .. found.RootElement.GetProperty("Items").GetProperty("PackageReference").EnumerateArray()
                .Select(item => item.GetProperty("Identity").GetString()!)
                .Where(name => name.Contains("torch", StringComparison.OrdinalIgnoreCase) && name != "TorchSharp"),
        ];
        StringAssert.StartsWith(torch.Single(), expected);
    }

    /// <summary>New packages go into the test's own folder; what the machine's cache has is not fetched again.</summary>
    private static string NuGetConfig()
    {
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return new XElement("configuration",
            new XElement("config", Add("globalPackagesFolder", "packages")),
            new XElement("fallbackPackageFolders", Add("machine", cache)),
            new XElement("packageSources", Add("local", s_feed))).ToString();

        static XElement Add(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));
    }

    /// <summary>The README names Linux first, and the others in a remark.</summary>
    private static string OfThisSystem(string package)
    {
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return package.Replace("linux-x64", $"{system}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}");
    }
}
