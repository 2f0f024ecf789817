namespace Leaderboard.Sets;

/// <summary>What is predicted.</summary>
internal enum SetTask
{
    /// <summary>One of two or more classes, by ML.NET's multiclass trainers.</summary>
    Classification,

    /// <summary>One of two classes, by ML.NET's binary trainers. Tables only.</summary>
    Binary,

    /// <summary>A number. Tables only.</summary>
    Regression,
}
