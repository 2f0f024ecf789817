namespace Leaderboard.Sets;

/// <summary>How a set is split into training and test rows.</summary>
internal enum SplitRule
{
    /// <summary>By its files.</summary>
    Files,

    /// <summary>By a hash of the row's number, which keeps an even fifth for the test: always the same.</summary>
    Index,
}
