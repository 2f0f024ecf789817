namespace Syre.Torch.Native;

/// <summary>
/// Takes from a copy of <c>libLibTorchSharp.so</c> the one thing that keeps it from loading on systems with a libstdc++ older than
/// GCC 13's: the reference to <c>std::ios_base_library_init</c> and the version <c>GLIBCXX_3.4.32</c> that comes with it.
/// </summary>
/// <remarks>
/// The referenced function only makes sure that iostreams are initialised, which libtorch, loaded first, has done.
/// The reference is pointed at <c>sched_yield</c>, a function of no arguments that every libc has.
/// </remarks>
internal static class GlibcxxRequirement
{
    internal const string Symbol = "_ZSt21ios_base_library_initv";
    internal const string Version = "GLIBCXX_3.4.32";
    private const string HarmlessSymbol = "sched_yield";
    private const ushort AnyVersion = 1;

    /// <summary>Removes the requirement from <paramref name="library"/>, in place.</summary>
    /// <exception cref="BadImageFormatException">The library does not look exactly as expected; nothing was changed.</exception>
    public static void Remove(byte[] library)
    {
        var image = new ElfImage(library);
        ElfImage.NeededVersion version = Single(image.NeededVersions().Where(v => v.Name == Version), $"needed version {Version}");
        int symbol = Single(
            Enumerable.Range(1, image.SymbolCount - 1).Where(i => image.VersionIndex(i) == version.Index),
            $"symbol of version {Version}");

        uint name = image.NameOffset(symbol);
        if (!image.IsUndefined(symbol) || image.StringAt(name) != Symbol)
            throw Unexpected($"the symbol of version {Version} is '{image.StringAt(name)}', expected '{Symbol}'");
        bool nameIsShared = Enumerable.Range(1, image.SymbolCount - 1)
            .Any(i => i != symbol && image.NameOffset(i) >= name && image.NameOffset(i) <= name + Symbol.Length);
        if (nameIsShared)
            throw Unexpected($"another symbol shares the name '{Symbol}'");

        image.ReplaceString(name, HarmlessSymbol);
        image.SetVersionIndex(symbol, AnyVersion);
        image.MarkWeak(version);
    }

    private static T Single<T>(IEnumerable<T> found, string what)
    {
        T[] items = found.Take(2).ToArray();
        return items.Length == 1
            ? items[0]
            : throw Unexpected($"expected exactly one {what}, found {(items.Length == 0 ? "none" : "several")}");
    }

    private static BadImageFormatException Unexpected(string what) => new($"The native library is not built as expected: {what}.");
}
