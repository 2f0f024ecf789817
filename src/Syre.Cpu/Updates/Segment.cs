namespace Syre.Cpu;

/// <summary>A stretch of one parameter with everything an update reads and writes, as raw memory of equal length.</summary>
public readonly unsafe struct Segment
{
    /// <summary>φ, updated in place.</summary>
    public required float* Weight { get; init; }

    /// <summary>The gradient, read only, or null for a rule that does not read it.</summary>
    public required float* Gradient { get; init; }

    /// <summary>The update rule's first state vector, or null.</summary>
    public required float* First { get; init; }

    /// <summary>The update rule's second state vector, or null.</summary>
    public required float* Second { get; init; }

    /// <summary>θ0, or null where nothing random pulls.</summary>
    public required float* Bias { get; init; }

    /// <summary>ξ = D − 1, or null where D = 1.</summary>
    public required float* Anisotropy { get; init; }

    /// <summary>How many elements each of them has.</summary>
    public required int Length { get; init; }

    /// <summary>A part of it.</summary>
    /// <param name="start">The part's first element.</param>
    /// <param name="length">How many elements it has.</param>
    public Segment Slice(int start, int length) => new()
    {
        Weight = Weight + start,
        Gradient = Gradient == null ? null : Gradient + start,
        First = First == null ? null : First + start,
        Second = Second == null ? null : Second + start,
        Bias = Bias == null ? null : Bias + start,
        Anisotropy = Anisotropy == null ? null : Anisotropy + start,
        Length = length,
    };

    /// <summary>Copies everything but the gradient to where another segment has a place for it.</summary>
    /// <param name="other">The other segment, at least as long.</param>
    public void CopyTo(in Segment other)
    {
        CopyResultTo(other);
        Copy(Bias, other.Bias);
        Copy(Anisotropy, other.Anisotropy);
    }

    /// <summary>Copies what an update writes.</summary>
    /// <param name="other">The other segment, at least as long.</param>
    public void CopyResultTo(in Segment other)
    {
        Copy(Weight, other.Weight);
        Copy(First, other.First);
        Copy(Second, other.Second);
    }

    private void Copy(float* from, float* to)
    {
        if (from != null && to != null)
            new ReadOnlySpan<float>(from, Length).CopyTo(new Span<float>(to, Length));
    }
}
