using System.Text;
using Syre.Torch.Native;
using TorchSharp;

namespace Syre.Torch.Tests.Native;

[TestClass]
public sealed class LibTorchSharpResolverTests
{
    [TestMethod]
    public void TorchSharp_loads_and_computes_on_this_system()
    {
        TorchNative.EnsureLoaded();
        using torch.Tensor sum = torch.ones(3).sum();
        Assert.AreEqual(3f, sum.item<float>());
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void Only_the_name_the_version_index_and_the_weak_flag_change()
    {
        byte[] original = Original();
        byte[] corrected = [.. original];
        GlibcxxRequirement.Remove(corrected);

        int changed = original.Zip(corrected).Count(pair => pair.First != pair.Second);
        int nameLength = GlibcxxRequirement.Symbol.Length;
        Assert.IsTrue(changed > 0 && changed <= nameLength + 2 + 2, $"{changed} bytes changed");
        var image = new ElfImage(corrected);
        Assert.IsFalse(Enumerable.Range(1, image.SymbolCount - 1)
            .Any(i => image.StringAt(image.NameOffset(i)) == GlibcxxRequirement.Symbol));
        Assert.AreEqual(1, image.NeededVersions().Count(v => v.Name == GlibcxxRequirement.Version));
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void A_library_already_corrected_is_refused()
    {
        byte[] corrected = Original();
        GlibcxxRequirement.Remove(corrected);
        var e = Assert.ThrowsExactly<BadImageFormatException>(() => GlibcxxRequirement.Remove(corrected));
        StringAssert.Contains(e.Message, GlibcxxRequirement.Version);
    }

    [TestMethod]
    [DataRow("", DisplayName = "empty")]
    [DataRow("MZ this is not an ELF file, but long enough to hold the header of one if it were", DisplayName = "other format")]
    [DataRow("\u007fELF\u0002\u0001 then nothing that makes sense as a section table, for sixty-four bytes and more",
        DisplayName = "damaged")]
    public void Other_files_are_refused(string content) =>
        Assert.ThrowsExactly<BadImageFormatException>(() => GlibcxxRequirement.Remove(Encoding.Latin1.GetBytes(content)));

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void A_truncated_library_is_refused_whatever_its_length()
    {
        byte[] original = Original();
        foreach (int eighths in Enumerable.Range(1, 7))
            Assert.ThrowsExactly<BadImageFormatException>(() => GlibcxxRequirement.Remove(original[..(original.Length * eighths / 8)]));
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void A_refusal_names_the_file_the_system_library_and_the_remedy()
    {
        TorchNative.EnsureLoaded();
        string folder = Directory.CreateTempSubdirectory("syre-native").FullName;
        string native = Path.GetDirectoryName(LibTorchSharpResolver.Find("libLibTorchSharp.so"))!;
        foreach (string file in Directory.GetFiles(native, "lib*.so*"))
            File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(file)), file);
        string path = Path.Combine(folder, "libLibTorchSharp.so");
        File.Delete(path);
        File.WriteAllText(path, "not a library");

        var e = Assert.ThrowsExactly<DllNotFoundException>(() => LibTorchSharpResolver.Load(path));
        StringAssert.Contains(e.Message, path);
        StringAssert.Contains(e.Message, "libstdc++");
        StringAssert.Contains(e.Message, "Debian 13");
        Directory.Delete(folder, recursive: true);
    }

    [TestMethod]
    public void Without_libtorch_the_message_says_what_to_do_and_not_where_TorchSharp_has_looked()
    {
        var search = new NotSupportedException("No libtorch.\nTrace from LoadNativeBackend:\n" +
            string.Join('\n', Enumerable.Repeat("tried a folder", 60)));
        DllNotFoundException e = TorchNative.NotLoaded(new TypeInitializationException("TorchSharp.torch", search));
        Assert.IsFalse(e.ToString().Contains('\n'), e.ToString());
        StringAssert.Contains(e.Message, "libtorch-cpu-linux-x64");
        StringAssert.Contains((string)e.Data["TorchSharp"]!, "tried a folder");

        StringAssert.Contains(TorchNative.NotLoaded(new DllNotFoundException("Cannot load 'x'.")).Message, "Cannot load 'x'.");
    }

    private static byte[] Original() => File.ReadAllBytes(LibTorchSharpResolver.Find("libLibTorchSharp.so")!);
}
