namespace Syre.MLNet.Inputs;

/// <summary>What is made of rows of features before a network's first layer, without torch. NaN and infinity give NaN.</summary>
internal interface IRowMap
{
    /// <summary>Maps a row.</summary>
    /// <param name="row">Every feature's value.</param>
    /// <param name="mapped">Gets as many numbers; it may be the row itself.</param>
    void Map(ReadOnlySpan<float> row, Span<float> mapped);

    /// <summary>Maps the entries of sparse rows.</summary>
    /// <param name="features">The feature of each entry.</param>
    /// <param name="values">The value of each entry.</param>
    /// <param name="mapped">Gets as many numbers; it may be the values themselves.</param>
    void MapEntries(ReadOnlySpan<long> features, ReadOnlySpan<float> values, Span<float> mapped);
}
