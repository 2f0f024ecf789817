namespace CollapseLab.Arms;

/// <summary>
/// What an arm does to the weights beside following the gradient. The pull is λ(φ − target), with the same λ in all arms.
/// </summary>
internal enum ArmKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Nothing but a start that is displaced once by noise of size σ0.</summary>
    Noise,

    /// <summary>Pulled to 0: weight decay.</summary>
    Plain,

    /// <summary>Pulled to the initial weights (arXiv 2308.11958); with a σ0, to so many times them.</summary>
    L2Init,

    /// <summary>Pulled to the weights at the time of the switch, where nobody kept the initial ones.</summary>
    L2Checkpoint,

    /// <summary>Pulled to a fixed random θ0; the start is the initial weights.</summary>
    Syre,

    /// <summary>The same, the start displaced by θ0: the form that the paper is written in.</summary>
    SyreTheta,

    /// <summary>Syre whose pull has a strength of its own for each weight (the paper's advanced removal).</summary>
    SyreAdvanced,

    /// <summary>The weights are θ0 and stay it: what an overwhelming pull amounts to.</summary>
    Frozen,

    /// <summary>Some weights of each unit are fixed at random values (W-asymmetric networks, arXiv 2405.20231).</summary>
    WFix,

    /// <summary>A share of the weights is 0 in each step.</summary>
    Dropout,

    /// <summary>Plain decay, and between tasks all weights are halved and get noise (arXiv 1910.08475).</summary>
    ShrinkAndPerturb,

    /// <summary>Plain decay, and each task starts at the initial weights.</summary>
    Reset,
}
