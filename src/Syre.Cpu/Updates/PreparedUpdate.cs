namespace Syre.Cpu;

/// <summary>
/// One step's update of a parameter, its coefficients computed once, which can then be applied piece by piece: the result of an element
/// depends on that element alone, not on the pieces or on who applies them, so several threads may at once.
/// </summary>
public abstract class PreparedUpdate
{
    /// <summary>Updates a piece.</summary>
    /// <param name="segment">The weights with what the update reads and writes beside them.</param>
    /// <param name="pull">How they are pulled; what it needs of θ0 and ξ must be in the segment.</param>
    public abstract void Apply(in Segment segment, PullKind pull);
}
