namespace Syre.Cpu;

/// <summary>How one parameter is pulled in one step.</summary>
public enum PullKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Towards 0.</summary>
    Plain,

    /// <summary>Towards θ0.</summary>
    Biased,

    /// <summary>Towards θ0, each element with a strength of its own.</summary>
    Anisotropic,
}
