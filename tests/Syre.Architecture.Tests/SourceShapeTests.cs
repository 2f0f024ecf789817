namespace Syre.Architecture.Tests;

/// <summary>What holds of every C# file of the repository and no analyzer checks.</summary>
[TestClass]
public sealed class SourceShapeTests
{
    [TestMethod]
    public void No_line_is_longer_than_140_characters() => AssertNone(
        from file in Files()
        from line in file.Lines.Index()
        where line.Item.Length > 140
        select $"{file.Name}({line.Index + 1}): {line.Item.Length} characters");

    [TestMethod]
    public void No_file_is_longer_than_250_lines() => AssertNone(
        from file in Files() where file.Lines.Length > 250 select $"{file.Name}: {file.Lines.Length} lines");

    private static void AssertNone(IEnumerable<string> offences) => Assert.AreEqual("", string.Join('\n', offences));

    private static IEnumerable<(string Name, string[] Lines)> Files()
    {
        char separator = Path.DirectorySeparatorChar;
        string[] names = [.. new[] { "src", "tests", "samples" }
            .SelectMany(folder => Directory.EnumerateFiles(
                Path.Combine(RepositoryFolder.Path, folder), "*.cs", SearchOption.AllDirectories))
            .Where(name => !name.Contains($"{separator}obj{separator}") && !name.Contains($"{separator}bin{separator}"))];
        Assert.IsGreaterThan(500, names.Length);
        return names.Select(name => (Path.GetRelativePath(RepositoryFolder.Path, name).Replace(separator, '/'), File.ReadAllLines(name)));
    }
}
