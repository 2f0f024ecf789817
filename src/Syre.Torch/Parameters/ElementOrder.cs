using TorchSharp.Modules;

namespace Syre.Torch.Parameters;

/// <summary>Which elements of θ0 a parameter has, where they are not those of its own places.</summary>
internal sealed class ElementOrder
{
    /// <summary>More columns than any matrix gets.</summary>
    private const long LaterStride = 1L << 24;

    private readonly IReadOnlyList<long>? _rows, _columns;
    private readonly int _width;
    private readonly long _firstWidth;

    private ElementOrder(StaticBiasOrigin origin, int width)
    {
        (_rows, _columns, _width) = (origin.Rows, origin.Columns, width);
        _firstWidth = origin.Width ?? width;
    }

    /// <summary>The order; null for a parameter's own.</summary>
    /// <param name="name">The parameter's name, for messages.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="origin">What is said of it.</param>
    /// <param name="violations">Is told what is wrong.</param>
    public static ElementOrder? Create(string name, Parameter parameter, StaticBiasOrigin? origin, Violations violations)
    {
        if (origin is null)
            return null;
        long rows = parameter.dim() > 0 ? parameter.size(0) : 1, width = parameter.numel() / Math.Max(1, rows);
        string of = $"of the origin of parameter '{name}'";
        violations.RequireNotNegative(
            origin.InitialDeviation ?? 0, $"InitialDeviation {of}", "Take what InitialDeviations said in the first training.");
        violations.Require(
            origin.Width is null or > 0, $"Width {of} is {origin.Width}; it must be at least 1, or null for the present one.");
        Check(origin.Rows, nameof(origin.Rows), rows);
        Check(origin.Columns, nameof(origin.Columns), width);
        return origin is { Rows: null, Columns: null, Width: null } ? null : new ElementOrder(origin, (int)width);

        void Check(IReadOnlyList<long>? numbers, string which, long expected)
        {
            violations.Require(numbers is null
                || numbers.Count == expected, $"{which} {of} are {numbers?.Count} numbers; it has {expected}.");
            violations.Require(numbers is null || numbers.All(number => number >= 0), $"{which} {of} have a number below 0.");
        }
    }

    /// <summary>Writes random numbers of the elements from <paramref name="start"/> on.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="start">The first element.</param>
    /// <param name="first">Random numbers of the first training's elements.</param>
    /// <param name="later">Those of columns that came later, row after row.</param>
    public void Fill(Span<float> destination, long start, FillRun first, FillRun later)
    {
        for (int done = 0; done < destination.Length;)
        {
            long row = (start + done) / _width;
            int column = (int)((start + done) % _width);
            int count = _columns is null ? Math.Min(_width - column, destination.Length - done) : 1;
            long number = _columns?[column] ?? column, inRow = _rows?[(int)row] ?? row;
            Span<float> run = destination.Slice(done, count);
            if (number < _firstWidth)
                first(run, inRow * _firstWidth + number);
            else
                later(run, inRow * LaterStride + number - _firstWidth);
            done += count;
        }
    }

    /// <summary>Writes the random numbers of a run of elements.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="start">The first element.</param>
    internal delegate void FillRun(Span<float> destination, long start);
}
