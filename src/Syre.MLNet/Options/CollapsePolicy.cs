namespace Syre.MLNet;

/// <summary>What a trainer does when the trained network's verdict reaches <see cref="CollapseOptions.ActsOn"/>.</summary>
public enum CollapsePolicy
{
    /// <summary>Nothing; the report says it.</summary>
    Ignore,

    /// <summary>Warn on the MLContext's log, one line for each finding.</summary>
    Warn,

    /// <summary>Throw a <see cref="CollapseException"/> with the report, in place of a model.</summary>
    Throw,
}
