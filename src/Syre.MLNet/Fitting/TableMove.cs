namespace Syre.MLNet.Fitting;

/// <summary>How the rows of a network's tables have moved since an earlier one.</summary>
/// <param name="Tables">Names of the tables.</param>
/// <param name="EarlierOf">The earlier row of each; −1 for a new one.</param>
/// <param name="Numbers">The number that each row has in θ0.</param>
/// <param name="History">What a later training must know: how the tables grew.</param>
internal sealed record TableMove(
    IReadOnlyList<string> Tables, IReadOnlyList<int> EarlierOf, IReadOnlyList<long> Numbers, IReadOnlyList<int> History);
