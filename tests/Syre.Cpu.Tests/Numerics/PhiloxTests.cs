using Syre.Cpu.Numerics;

namespace Syre.Cpu.Tests.Numerics;

[TestClass]
public sealed class PhiloxTests
{
    /// <summary>The vectors of philox4x32 with 10 rounds in kat_vectors of Random123, the authors' library.</summary>
    [TestMethod]
    [DataRow(0UL, 0UL, 0UL, 0xe169c58d6627e8d5UL, 0x9b00dbd8bc57ac4cUL)]
    [DataRow(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x41c83b0e408f276dUL, 0x6d5451fda20bc7c6UL)]
    [DataRow(0x299f31d0a4093822UL, 0x85a308d3243f6a88UL, 0x0370734413198a2eUL, 0x94fdccebd16cfe09UL, 0x24126ea15001e420UL)]
    public void Gives_the_authors_known_answers(ulong key, ulong counterLow, ulong counterHigh, ulong low, ulong high) =>
        Assert.AreEqual((low, high), Philox.Bits(key, counterLow, counterHigh));
}
