namespace Syre.Cpu.Updates;

/// <summary>The arithmetic of an update on one segment, whose length is a multiple of a SIMD register's.</summary>
internal interface IUpdateKernel
{
    void Apply<TPull>(in Segment segment)
        where TPull : struct, IPull;
}
