using Syre.Cpu;

namespace Syre.MLNet.Inputs;

/// <summary>What is made of rows of features before a network's first layer, without torch. NaN and infinity give NaN.</summary>
internal interface IRowMap
{
    /// <summary>How many numbers more a mapped row has.</summary>
    int Added => 0;

    /// <summary>Maps a row.</summary>
    /// <param name="row">Every feature's value.</param>
    /// <param name="mapped">Gets as many numbers and <see cref="Added"/>; where these are 0, it may be the row itself.</param>
    void Map(ReadOnlySpan<float> row, Span<float> mapped);

    /// <summary>Maps sparse rows.</summary>
    SparseRows MapEntries(SparseRows rows);
}
