using System.IO.Compression;
using System.Xml.Linq;

namespace Syre.MLNet.Tests.Packaging;

/// <summary>What a package file says and holds.</summary>
internal sealed class Package
{
    private readonly XElement _metadata;

    public Package(string path)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        Files = [.. archive.Entries.Select(entry => entry.FullName)];
        using (var readme = new StreamReader(archive.GetEntry("README.md")?.Open() ?? Stream.Null))
            Readme = readme.ReadToEnd();
        using Stream nuspec = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        _metadata = XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    public string[] Files { get; }

    /// <summary>Its README; empty if there is none.</summary>
    public string Readme { get; }

    /// <summary>The packages that it brings along.</summary>
    public string[] Dependencies =>
    [
        .. _metadata.Descendants()
            .Where(element => element.Name.LocalName == "dependency")
            .Select(element => element.Attribute("id")!.Value)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A line of its metadata; empty if there is none.</summary>
    public string this[string name] => _metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value ?? "";
}
