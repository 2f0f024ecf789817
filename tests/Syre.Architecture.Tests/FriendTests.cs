using System.Xml.Linq;

namespace Syre.Architecture.Tests;

/// <summary>Packages have an interface: what another one needs is public, with documentation.</summary>
[TestClass]
public sealed class FriendTests
{
    [TestMethod]
    public void Libraries_open_their_internals_to_tests_alone()
    {
        string root = RepositoryFolder.Path;
        string[] tests =
            [.. Directory.GetDirectories(Path.Combine(root, "tests"))
                .Select(folder => Path.GetFileName(folder)), "$(MSBuildProjectName).Tests"];
        string[] files =
        [
            .. Directory.GetFiles(Path.Combine(root, "src"), "*.csproj", SearchOption.AllDirectories),
            Path.Combine(root, "src/Directory.Build.props"),
        ];
        (string File, string Friend)[] friends = [.. files.SelectMany(file => XDocument.Load(file).Descendants("InternalsVisibleTo")
            .Select(friend => (Path.GetFileName(file), (string)friend.Attribute("Include")!)))];
        Assert.IsNotEmpty(friends);
        Assert.IsEmpty(friends.Where(friend => !tests.Contains(friend.Friend)));
    }
}
