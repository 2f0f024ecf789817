using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Syre.MLNet.Tests;

/// <summary>
/// The README's C# blocks compile as they stand and run, one after the other in one folder; what they print is what the README shows.
/// </summary>
[TestClass]
public sealed class ReadmeTests
{
    [TestMethod]
    public void Code_blocks_compile_run_and_print_what_is_shown()
    {
        string folder = Directory.CreateTempSubdirectory("syre-readme").FullName;
        Directory.CreateSymbolicLink(Path.Combine(folder, "data"), Path.Combine(RepositoryFolder.Path, "data"));
        string before = Environment.CurrentDirectory;
        try
        {
            Environment.CurrentDirectory = folder;
            Assert.IsTrue(Readme.CodeBlocks.Length >= 5, $"Only {Readme.CodeBlocks.Length} blocks were found.");
            string[] printed = Readme.CodeBlocks.Select(Run).ToArray();
            Assert.AreEqual(Readme.WithoutNumbers(Readme.ShownOutput), Readme.WithoutNumbers(printed[0]));
            StringAssert.Contains(printed.Single(output => output.Contains("PredictedLabel")), "Score");
        }
        finally
        {
            Environment.CurrentDirectory = before;
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Run(string code)
    {
        string name = $"Readme{Math.Abs(code.GetHashCode())}";
        CSharpCompilation compilation = CSharpCompilation.Create(
            name, [CSharpSources.ImplicitUsings, CSharpSyntaxTree.ParseText(code)], CSharpSources.ReferencesOf(name),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        Assert.IsTrue(
            result.Success, $"{string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error))}\n{code}");

        assembly.Position = 0;
        MethodInfo main = AssemblyLoadContext.Default.LoadFromStream(assembly).EntryPoint!;
        TextWriter console = Console.Out;
        using var output = new StringWriter();
        try
        {
            Console.SetOut(output);
            main.Invoke(null, main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()]);
        }
        finally
        {
            Console.SetOut(console);
        }
        return output.ToString();
    }
}
