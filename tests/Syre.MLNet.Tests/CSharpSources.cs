using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Syre.MLNet.Tests;

/// <summary>What sources are compiled with inside of a test.</summary>
internal static class CSharpSources
{
    /// <summary>The usings that the SDK gives to every file.</summary>
    public static SyntaxTree ImplicitUsings { get; } = CSharpSyntaxTree.ParseText(
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; " +
        "global using System.Threading;");

    /// <summary>The assemblies that the tests run with, but for the one that is compiled.</summary>
    public static IEnumerable<MetadataReference> ReferencesOf(string assembly) =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path) != assembly)
            .Select(path => MetadataReference.CreateFromFile(path));
}
