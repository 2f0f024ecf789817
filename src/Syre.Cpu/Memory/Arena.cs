using System.Runtime.InteropServices;

namespace Syre.Cpu.Memory;

/// <summary>
/// Aligned memory that lives as long as the arena; zero at first. Before and after each block lies a pattern that nothing writes.
/// </summary>
internal sealed unsafe class Arena : IDisposable
{
    private const int Alignment = 64;
    private const int Guard = Alignment / sizeof(float);
    private const uint Pattern = 0x7fc0de01;   // a NaN: who reads beyond a block and uses it is seen too

    private readonly List<(nint Block, long Length)> _blocks = [];

    /// <summary>Bytes that it holds.</summary>
    public long Bytes { get; private set; }

    /// <summary>So many floats, at an address that is a multiple of 64.</summary>
    public float* Floats(long count)
    {
        long length = (count + Guard - 1) / Guard * Guard;
        nuint bytes = checked((nuint)(length + 2 * Guard) * sizeof(float));
        float* block = (float*)NativeMemory.AlignedAlloc(bytes, Alignment);
        NativeMemory.Clear(block, bytes);
        new Span<uint>(block, Guard).Fill(Pattern);
        new Span<uint>(block + Guard + length, Guard).Fill(Pattern);
        lock (_blocks)
        {
            _blocks.Add(((nint)block, length));
            Bytes += (long)bytes;
        }
        // The collector then comes before many arenas that nobody needs have piled up.
        GC.AddMemoryPressure((long)bytes);
        return block + Guard;
    }

    /// <summary>So many integers, at such an address.</summary>
    public int* Ints(long count) => (int*)Floats(count);

    /// <summary>So many long integers, at such an address.</summary>
    public long* Longs(long count) => (long*)Floats(2 * count);

    /// <summary>Whether all patterns are as they were.</summary>
    public bool IsIntact
    {
        get
        {
            lock (_blocks)
                return _blocks.TrueForAll(block => Intact((float*)block.Block) && Intact((float*)block.Block + Guard + block.Length));
        }
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Models that nobody disposes of give their memory back too. Who computes in it keeps the arena's owner alive.</summary>
    ~Arena() => Free();

    private void Free()
    {
        foreach ((nint block, _) in _blocks)
            NativeMemory.AlignedFree((void*)block);
        _blocks.Clear();
        if (Bytes > 0)
            GC.RemoveMemoryPressure(Bytes);
        Bytes = 0;
    }

    private static bool Intact(float* guard) => !new ReadOnlySpan<uint>(guard, Guard).ContainsAnyExcept(Pattern);
}
