using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Syre.Architecture.Tests;

/// <summary>Sources as the compiler reads them: comments and texts do not count, the holes of a text do.</summary>
internal sealed class SourceFolders
{
    private const string Implicit = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    private readonly CSharpCompilation _compilation;

    /// <param name="files">Paths of the form <c>library/folder/…/file.cs</c>, and texts.</param>
    public SourceFolders(IEnumerable<(string Path, string Text)> files)
    {
        string[] references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        _compilation = CSharpCompilation.Create("all", [
            .. files.Append((Path: "", Text: Implicit)).Select(file => CSharpSyntaxTree.ParseText(file.Text, path: file.Path)),
        ], references.Select(file => MetadataReference.CreateFromFile(file)));
    }

    /// <summary>The libraries of this repository.</summary>
    public static SourceFolders OfRepository()
    {
        string root = Path.Combine(RepositoryFolder.Path, "src");
        return new SourceFolders(Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(root, file).Replace('\\', '/'), File: file))
            .Where(file => !file.Path.Split('/').Any(part => part is "obj" or "bin"))
            .Select(file => (file.Path, File.ReadAllText(file.File))));
    }

    /// <summary>The types that stand in no other type, with the folders that declare them.</summary>
    public IEnumerable<(INamedTypeSymbol Type, string Folder)> Types(string library) =>
        from tree in Trees(library)
        from declaration in tree.GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>()
        where declaration is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax && declaration.Parent is not BaseTypeDeclarationSyntax
        select ((INamedTypeSymbol)_compilation.GetSemanticModel(tree).GetDeclaredSymbol(declaration)!, Folder(tree));

    /// <summary>
    /// Where a file of one folder uses a type of another, or a member of one: by its name, or by an expression that means one without
    /// naming it, as <c>new()</c>, an operator, an indexer and a conversion do.
    /// </summary>
    public IEnumerable<FolderReference> References(string library) =>
    [
        .. (from tree in Trees(library)
            let model = _compilation.GetSemanticModel(tree)
            from expression in tree.GetRoot().DescendantNodes(node => node is not UsingDirectiveSyntax).OfType<ExpressionSyntax>()
            from type in new[] { Outermost(Symbol(model, expression)), Outermost(model.GetConversion(expression).MethodSymbol) }
            where type is not null
            from place in type.DeclaringSyntaxReferences
            where LibraryOf(place.SyntaxTree) == library && Folder(place.SyntaxTree) != Folder(tree)
            select new FolderReference(Folder(tree), Folder(place.SyntaxTree), type.Name, Path.GetFileName(tree.FilePath))).Distinct(),
    ];

    private IEnumerable<SyntaxTree> Trees(string library) => _compilation.SyntaxTrees.Where(tree => LibraryOf(tree) == library);

    private static string LibraryOf(SyntaxTree tree) => tree.FilePath.Split('/')[0];

    private static string Folder(SyntaxTree tree) => string.Join('/', tree.FilePath.Split('/')[1..^1]);

    private static ISymbol? Symbol(SemanticModel model, ExpressionSyntax expression)
    {
        SymbolInfo found = model.GetSymbolInfo(expression);
        return found.Symbol ?? found.CandidateSymbols.FirstOrDefault();
    }

    private static INamedTypeSymbol? Outermost(ISymbol? symbol)
    {
        INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
        while (type?.ContainingType is { } outer)
            type = outer;
        return type;
    }
}
