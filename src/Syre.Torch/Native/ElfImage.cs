using System.Buffers.Binary;
using System.Text;

namespace Syre.Torch.Native;

/// <summary>
/// The parts of a 64-bit little-endian ELF shared library that name its undefined symbols and the versions it needs,
/// read from and written to a copy of the file in memory.
/// </summary>
/// <remarks>Source: Tool Interface Standard ELF 1.2 for the tables, the GNU symbol versioning note (Drepper) for
/// the version sections.</remarks>
internal sealed class ElfImage
{
    private const uint DynamicSymbols = 11;
    private const uint VersionNeeds = 0x6ffffffe;
    private const uint VersionIndices = 0x6fffffff;

    private readonly byte[] _bytes;
    private readonly Section _symbols;
    private readonly Section _strings;
    private readonly Section _versionNeeds;
    private readonly Section _versionIndices;

    /// <summary>Reads the section table of <paramref name="bytes"/>, which is kept and edited in place.</summary>
    /// <exception cref="BadImageFormatException">The bytes are not a 64-bit little-endian ELF file with symbol versions.</exception>
    public ElfImage(byte[] bytes)
    {
        _bytes = bytes;
        if (bytes.Length < 64 || !bytes.AsSpan(0, 6).SequenceEqual(new byte[] { 0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1 }))
            throw new BadImageFormatException("Not a 64-bit little-endian ELF file.");

        _symbols = FindSection(DynamicSymbols, ".dynsym");
        _versionNeeds = FindSection(VersionNeeds, ".gnu.version_r");
        _versionIndices = FindSection(VersionIndices, ".gnu.version");
        _strings = SectionAt(_symbols.Link);
    }

    /// <summary>Number of entries of the dynamic symbol table.</summary>
    public int SymbolCount => (int)(_symbols.Size / 24);

    /// <summary>Offset of a symbol's name in the string table.</summary>
    public uint NameOffset(int symbol) => UInt32(SymbolAddress(symbol));

    /// <summary>Whether a symbol is to be found in another library.</summary>
    public bool IsUndefined(int symbol) => UInt16(SymbolAddress(symbol) + 6) == 0;

    /// <summary>The string that begins at <paramref name="offset"/> of the string table.</summary>
    public string StringAt(uint offset)
    {
        ReadOnlySpan<byte> rest = From(_strings.Offset + offset);
        int length = rest.IndexOf((byte)0);
        return length >= 0 ? Encoding.ASCII.GetString(rest[..length]) : throw new BadImageFormatException("A symbol name has no end.");
    }

    /// <summary>Overwrites the string at <paramref name="offset"/> by a shorter one, padded with zeros.</summary>
    public void ReplaceString(uint offset, string replacement)
    {
        Span<byte> room = From(_strings.Offset + offset)[..StringAt(offset).Length];
        room.Clear();
        Encoding.ASCII.GetBytes(replacement, room);
    }

    /// <summary>Index of the version that a symbol asks for; 1 means none in particular.</summary>
    public ushort VersionIndex(int symbol) => (ushort)(UInt16(VersionIndexAddress(symbol)) & 0x7fff);

    /// <summary>Sets the version that a symbol asks for.</summary>
    public void SetVersionIndex(int symbol, ushort version) =>
        BinaryPrimitives.WriteUInt16LittleEndian(Slice(VersionIndexAddress(symbol), 2), version);

    /// <summary>Every version that this library needs of others.</summary>
    public IEnumerable<NeededVersion> NeededVersions()
    {
        long file = _versionNeeds.Offset;
        for (uint next = 1; next != 0; file += next)
        {
            long version = file + UInt32(file + 8);
            for (int left = UInt16(file + 2); left > 0; left--)
            {
                yield return new NeededVersion(StringAt(UInt32(version + 8)), UInt16(version + 6), (int)version + 4);
                version += UInt32(version + 12);
            }
            next = UInt32(file + 12);
        }
    }

    /// <summary>Marks a needed version as weak: the loader then warns instead of failing when it is missing.</summary>
    public void MarkWeak(NeededVersion version)
    {
        Span<byte> flags = Slice(version.FlagsAddress, 2);
        BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | 2));
    }

    private long SymbolAddress(int symbol) => _symbols.Offset + symbol * 24L;

    private long VersionIndexAddress(int symbol) => _versionIndices.Offset + symbol * 2L;

    private Section FindSection(uint type, string name)
    {
        int count = UInt16(60);
        for (int i = 0; i < count; i++)
        {
            Section section = SectionAt((uint)i);
            if (section.Type == type)
                return section;
        }
        throw new BadImageFormatException($"The file has no section {name}.");
    }

    private Section SectionAt(uint index)
    {
        long at = Address(40) + (long)index * UInt16(58);
        return new Section(UInt32(at + 4), Address(at + 24), Address(at + 32), UInt32(at + 40));
    }

    private ushort UInt16(long address) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(address, 2));

    private uint UInt32(long address) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(address, 4));

    /// <summary>A 64-bit offset or size; one that cannot lie in a file is reported when it is used.</summary>
    private long Address(long address) => (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(Slice(address, 8)), int.MaxValue);

    private Span<byte> Slice(long address, int length)
    {
        if (address < 0 || address > _bytes.Length - length)
            throw new BadImageFormatException("A table entry lies outside the file.");
        return _bytes.AsSpan((int)address, length);
    }

    private Span<byte> From(long address) => Slice(address, (int)Math.Clamp(_bytes.Length - address, 1, int.MaxValue));

    /// <summary>A version such as <c>GLIBCXX_3.4.32</c>, the index that symbols use for it, and where its flags are.</summary>
    public readonly record struct NeededVersion(string Name, ushort Index, int FlagsAddress);

    private readonly record struct Section(uint Type, long Offset, long Size, uint Link);
}
