namespace Syre.Torch;

/// <summary>What the weights are pulled towards: the arms of an honest comparison, everything else being equal.</summary>
/// <remarks>
/// In terms of the weights φ that the network uses, with learning rate lr and weight decay λ = 2γ, the decoupled pull of every mode is
/// φ ← φ − lr·λ·D(φ − target). Source: Liu Ziyin, Xu, Chuang, "Remove Symmetries to Control Model Expressivity and Improve
/// Optimization", arXiv 2408.15495.
/// </remarks>
public enum DecayMode
{
    /// <summary>No decay: nothing pulls, whatever the weight decay says.</summary>
    None,

    /// <summary>Ordinary weight decay: the target is 0 (Loshchilov &amp; Hutter 2019, AdamW).</summary>
    Plain,

    /// <summary>
    /// L2 Init: the target is each weight's own initial value (Kumar, Marklund, Van Roy 2023, regenerative regularisation). The rival
    /// to compare with when σ0 is near the initial standard deviation.
    /// </summary>
    L2Init,

    /// <summary>
    /// syre: the target is a fixed random point θ0 ~ N(0, σ0²), D = 1. Removes every one of countably many reflection symmetries with
    /// probability 1 (theorem 1 of the paper).
    /// </summary>
    Syre,

    /// <summary>
    /// syre with advanced removal: as <see cref="Syre"/>, with a random positive diagonal D whose entries differ, which also breaks
    /// continuous symmetries such as rotations (theorem 2 of the paper).
    /// </summary>
    SyreAdvanced,
}
