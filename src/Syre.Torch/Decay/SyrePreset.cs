namespace Syre.Torch;

/// <summary>
/// What numbers of <see cref="SyreOptions"/> mean that are left null, for a network that is trained again and again. Under a preset σ0 is a
/// multiple of 1/√fan_in, whatever deviation the weights have by now, and λ follows from learning rate and steps.
/// </summary>
/// <remarks>
/// <para>For <b>abrupt</b> change: other labels, other inputs, another task. Where old knowledge stays useful (gradual drift, a stream of
/// similar months) a large θ0 did harm, and plain decay is the choice; src/Syre.Torch/README.md has the figures.</para>
/// <para>fan_in is the product of all sizes but the first, of a bias that of its weight: the parameter of the same name with "weight" in
/// place of "bias". A vector without such a weight, as the gain of a norm, is not pulled. A group's
/// <see cref="SyreParameterGroup.InitialDeviation"/> stands for 1/√fan_in where it is given.</para>
/// </remarks>
public enum SyrePreset
{
    /// <summary>None: σ0 is a multiple of each tensor's deviation when the optimizer is made, and λ a number.</summary>
    None,

    /// <summary>
    /// From the first training on: σ0 = √2 × 1/√fan_in (He, Zhang, Ren, Sun 2015), the <see cref="SyreOptions.ThetaForm"/>, and λ such that
    /// lr·λ·steps of a task is 0.25.
    /// </summary>
    Retraining,

    /// <summary>
    /// For a network that has lost plasticity: σ0 as <see cref="Retraining"/>, the weights as they are, and lr·λ·steps = 0.7.
    /// </summary>
    Rescue,
}
