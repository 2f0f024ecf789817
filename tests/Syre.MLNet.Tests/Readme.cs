using System.Text.RegularExpressions;

namespace Syre.MLNet.Tests;

/// <summary>The repository's README, as a reader uses it.</summary>
internal static partial class Readme
{
    public static string Text { get; } = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "README.md"));

    /// <summary>The C# blocks.</summary>
    public static string[] CodeBlocks { get; } = [.. CodeBlock().Matches(Text).Select(match => match.Groups[1].Value)];

    /// <summary>What the first C# block prints.</summary>
    public static string ShownOutput { get; } = OutputBlock().Match(Text).Groups[1].Value;

    /// <summary>The packages that it tells to add, with their versions where it names one.</summary>
    public static (string Package, string Version)[] Packages { get; } =
        [.. AddedPackage().Matches(Text).Select(match => (match.Groups[1].Value, match.Groups[2].Value))];

    /// <summary>A text with every number replaced: what must be the same in every run.</summary>
    public static string WithoutNumbers(string text) => Number().Replace(text.Trim(), "#");

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("```text\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex OutputBlock();

    [GeneratedRegex(@"^dotnet add package (\S+)(?: --version (\S+))?", RegexOptions.Multiline)]
    private static partial Regex AddedPackage();

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex Number();
}
