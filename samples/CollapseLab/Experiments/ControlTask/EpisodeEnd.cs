namespace CollapseLab.Experiments.ControlTask;

/// <summary>How an episode ends.</summary>
internal enum EpisodeEnd
{
    /// <summary>It goes on.</summary>
    None,

    /// <summary>The pole fell or the cart left its track: nothing is earned after it.</summary>
    Failed,

    /// <summary>Time is over: what would have been earned counts.</summary>
    CutOff,
}
