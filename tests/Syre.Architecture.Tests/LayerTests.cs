using Microsoft.CodeAnalysis;

namespace Syre.Architecture.Tests;

/// <summary>The folders of a library form layers, and a type is found by its namespace.</summary>
[TestClass]
public sealed class LayerTests
{
    private static readonly SourceFolders s_sources = SourceFolders.OfRepository();

    public static IEnumerable<object[]> Libraries => [["Syre.MLNet"], ["Syre.Cpu"], ["Syre.Onnx"], ["Syre.Reporting"], ["Syre.Torch"]];

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DynamicData(nameof(Libraries))]
    public void Folders_use_each_other_in_one_direction(string library)
    {
        FolderLayers layers = Layers(s_sources, library);
        TestContext.WriteLine($"{library}, each layer uses those of lower numbers:\n{layers}");
        Assert.IsEmpty(layers.Cyclic, string.Join('\n', layers.Cyclic));
    }

    [TestMethod]
    [DynamicData(nameof(Libraries))]
    public void The_namespace_of_an_internal_type_is_its_folder(string library)
    {
        string[] elsewhere = [..
            from type in s_sources.Types(library)
            where type.Type.DeclaredAccessibility != Accessibility.Public
            let expected = string.Join('.', type.Folder.Split('/', StringSplitOptions.RemoveEmptyEntries).Prepend(library))
            where type.Type.ContainingNamespace.ToDisplayString() != expected
            select $"{type.Type} is declared in the folder of {expected}"];
        Assert.IsEmpty(elsewhere, string.Join('\n', elsewhere));
    }

    [TestMethod]
    public void No_type_is_declared_in_two_folders()
    {
        string[] split = [.. Libraries.SelectMany(library => s_sources.Types((string)library[0])).Distinct()
            .GroupBy(type => type.Type, SymbolEqualityComparer.Default)
            .Where(type => type.Count() > 1).Select(type => $"{type.Key} in {string.Join(" and ", type.Select(part => part.Folder))}")];
        Assert.IsEmpty(split, string.Join('\n', split));
    }

    [TestMethod]
    public void A_cycle_is_found_and_what_is_no_reference_makes_none()
    {
        var sources = new SourceFolders([
            ("L/Low/Plate.cs", "namespace L.Low; /* Cook */ internal class Plate { string s = \"Cook\", t = $\"{L.High.Cook.Age}\"; }"),
            ("L/High/Cook.cs", "using L.Low; namespace L.High; internal class Cook { public const int Age = 1; Plate? plate; }"),
            ("L/Top/Guest.cs", "using L.High; namespace L.Top; internal class Guest { Cook? cook; }"),
            ("L/Aside/Dog.cs", "namespace L.Aside; internal class Dog { int Cook; /* Plate */ string s = \"Guest\"; }"),
        ]);
        FolderLayers layers = Layers(sources, "L");
        Assert.AreSequenceEqual(
            ["High -> Low: Cook.cs uses Plate", "Low -> High: Plate.cs uses Cook"],
            layers.Cyclic.Select(reference => $"{reference}").Order());
        Assert.AreEqual("0: Aside", layers.ToString());
    }

    [TestMethod]
    [DataRow("Tray.Take(new());")]
    [DataRow("Tray.Take(new() { });")]
    [DataRow("_ = Tray.Cup + 1;")]
    [DataRow("_ = -Tray.Cup;")]
    [DataRow("_ = Tray.Cup[0];")]
    [DataRow("string s = Tray.Cup;")]
    [DataRow("_ = (string)Tray.Cup;")]
    [DataRow("Tray.Take(1);")]
    public void A_type_that_is_used_without_its_name_counts(string statement)
    {
        var sources = new SourceFolders([
            ("L/Low/Hand.cs", $"using L.High; namespace L.Low; internal class Hand {{ void Use() {{ {statement} }} }}"),
            ("L/High/Tray.cs", """
                using L.Top;
                namespace L.High;
                internal class Tray { public static Cup Cup; public static void Take(Cup cup) { } }
                """),
            ("L/Top/Cup.cs", """
                namespace L.Top;
                internal class Cup
                {
                    public int this[int at] => at;
                    public static int operator +(Cup cup, int more) => more;
                    public static int operator -(Cup cup) => 1;
                    public static implicit operator string(Cup cup) => "";
                    public static implicit operator Cup(int size) => new();
                }
                """),
        ]);
        Assert.Contains("Low -> Top: Hand.cs uses Cup", sources.References("L").Select(reference => $"{reference}"));
    }

    private static FolderLayers Layers(SourceFolders sources, string library) =>
        new(sources.Types(library).Select(type => type.Folder).Distinct(), [.. sources.References(library)]);
}
