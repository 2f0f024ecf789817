namespace Syre.Torch;

/// <summary>How grave a finding is.</summary>
/// <remarks>
/// Signs and what they give; each has its threshold in <see cref="CollapseThresholds"/>.
/// <list type="bullet">
/// <item>The first sign is a layer whose rank is low against the random baseline or, trained with syre, whose units have fallen to the size
/// of θ0. Alone: <see cref="Reduced"/>. Low rank is what weight decay and narrow targets leave, and no failure.</item>
/// <item>Second signs that speak of loss: learning has stopped, a reference network errs less. With the first sign:
/// <see cref="Collapsed"/>. Stopped learning alone: <see cref="Reduced"/>; an error above the reference's alone is no finding at all,
/// since it has many causes.</item>
/// <item>Second signs that speak of waste: the label depends on features that the network ignores; dead, constant, twin or
/// duplicate units where the layer no longer holds the directions of the target (classes − 1, for two classes or a number one);
/// units that are copies, which training cannot part. With the first sign: <see cref="Collapsed"/>, unless the network shows that
/// it lost nothing, by an error within one standard error of the reference's or by a loss far below the constant answer's. Alone,
/// or so excused: <see cref="Reduced"/>.</item>
/// <item>Neural collapse in the last layer is no sign at all: at zero training error its rank is classes − 1, and units that code
/// the same class are twins.</item>
/// <item>A layer that does not vary in a random network either, or that could not be measured, is <see cref="NotJudged"/>; so is a network
/// of which no layer could be judged, unless something else was found.</item>
/// <item>Without a random baseline (columns of vectors) nothing is ever called collapsed, but for a variational autoencoder whose
/// latents all are inactive.</item>
/// </list>
/// A measure that gets worse never lowers the verdict.
/// </remarks>
public enum CollapseVerdict
{
    /// <summary>There was nothing to judge by: the rows do not vary, or the measures that it takes could not be made.</summary>
    NotJudged = -1,

    /// <summary>Nothing is gone that a network of this shape has at random.</summary>
    Healthy = 0,

    /// <summary>
    /// One sign alone: capacity is gone against the random baseline, and nothing says that it was needed, as when weight decay fits a
    /// network to its task; or something else is amiss, and no capacity is gone.
    /// </summary>
    Reduced,

    /// <summary>Capacity is gone, and a second sign says that it was needed.</summary>
    Collapsed,
}
