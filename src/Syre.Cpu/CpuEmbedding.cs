namespace Syre.Cpu;

/// <summary>
/// Cosine features of numbers, PBLD of RealMLP (Holzmüller et al. 2024, arXiv:2407.04491): beside x itself e = V·cos(2π·w·x + b) + c, for
/// each feature with parameters of its own. Of a row some features are embedded (<see cref="Places"/>), and after all of the row follow the
/// first number of each one's e, then the second of each, and so on: <c>[features of the row, outputs · features]</c>. Shapes: w, b
/// <c>[features, frequencies]</c>, V <c>[features, frequencies, outputs]</c>, c <c>[features, outputs]</c>.
/// </summary>
/// <param name="features">Features that are embedded, at least 1.</param>
/// <param name="frequencies">Cosines of a feature, at least 1; 16 in the paper.</param>
/// <param name="outputs">Numbers in e, at least 1; 3 in the paper.</param>
/// <exception cref="ArgumentException">A parameter has another length.</exception>
public sealed class CpuEmbedding(int features, int frequencies, int outputs)
{
    /// <summary>Features that are embedded.</summary>
    public int Features => features;

    /// <summary>Cosines of a feature.</summary>
    public int Frequencies => frequencies;

    /// <summary>Numbers in the e of a feature.</summary>
    public int Outputs => outputs;

    /// <summary>Which features of a row are embedded, from 0; the first ones by default. As many as <see cref="Features"/>.</summary>
    /// <exception cref="ArgumentException">There are more or fewer, or one is below 0.</exception>
    public IReadOnlyList<int> Places
    {
        get;
        init => field = value.Count == features && value.Min() >= 0
            ? [.. value]
            : throw new ArgumentException($"There are {value.Count} places; expected are {features}, each from 0.", nameof(Places));
    } = [.. Enumerable.Range(0, features)];

    /// <summary>w.</summary>
    public required CpuParameter Frequency
    {
        get;
        init => field = value.OfLength((long)features * frequencies, nameof(Frequency));
    }

    /// <summary>b.</summary>
    public required CpuParameter Phase
    {
        get;
        init => field = value.OfLength((long)features * frequencies, nameof(Phase));
    }

    /// <summary>V.</summary>
    public required CpuParameter Map
    {
        get;
        init => field = value.OfLength((long)features * frequencies * outputs, nameof(Map));
    }

    /// <summary>c.</summary>
    public required CpuParameter Bias
    {
        get;
        init => field = value.OfLength((long)features * outputs, nameof(Bias));
    }
}
