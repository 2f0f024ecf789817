namespace Syre.MLNet.Zip;

/// <summary>The checksum of zip files: CRC-32 with the polynomial 0xEDB88320. .NET does not check it when it reads an entry.</summary>
internal static class Crc32
{
    private const int Slices = 8;
    private static readonly uint[][] s_tables = Tables();

    /// <summary>The checksum of what came before and these bytes.</summary>
    /// <param name="before">The checksum so far; 0 at the beginning.</param>
    /// <param name="bytes">What comes next.</param>
    public static uint Append(uint before, ReadOnlySpan<byte> bytes)
    {
        uint crc = ~before;
        for (; bytes.Length >= Slices; bytes = bytes[Slices..])
        {
            uint low = BitConverter.ToUInt32(bytes) ^ crc, high = BitConverter.ToUInt32(bytes[4..]);
            crc = s_tables[7][low & 255] ^ s_tables[6][low >> 8 & 255] ^ s_tables[5][low >> 16 & 255] ^ s_tables[4][low >> 24] ^
                  s_tables[3][high & 255] ^ s_tables[2][high >> 8 & 255] ^ s_tables[1][high >> 16 & 255] ^ s_tables[0][high >> 24];
        }
        foreach (byte value in bytes)
            crc = crc >> 8 ^ s_tables[0][(crc ^ value) & 255];
        return ~crc;
    }

    /// <summary>Table k tells what a byte does to the checksum k bytes later.</summary>
    private static uint[][] Tables()
    {
        var tables = new uint[Slices][];
        for (int slice = 0; slice < Slices; slice++)
        {
            tables[slice] = new uint[256];
            for (uint value = 0; value < 256; value++)
            {
                tables[slice][value] = slice == 0
                    ? OfByte(value)
                    : tables[slice - 1][value] >> 8 ^ tables[0][tables[slice - 1][value] & 255];
            }
        }
        return tables;
    }

    private static uint OfByte(uint crc)
    {
        for (int bit = 0; bit < 8; bit++)
            crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB88320;
        return crc;
    }
}
