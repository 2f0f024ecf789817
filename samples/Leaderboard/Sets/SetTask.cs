namespace Leaderboard.Sets;

/// <summary>What is predicted.</summary>
internal enum SetTask
{
    /// <summary>One of two or more classes.</summary>
    Classification,
}
