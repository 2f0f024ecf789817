using System.Globalization;
using System.Runtime.CompilerServices;

namespace Syre.Torch;

/// <summary>An interpolated string whose numbers read the same in all cultures. The compiler makes it.</summary>
/// <param name="literalLength">Characters outside of the holes.</param>
/// <param name="formattedCount">Number of holes.</param>
[InterpolatedStringHandler]
public ref struct InvariantText(int literalLength, int formattedCount)
{
    private DefaultInterpolatedStringHandler _text = new(literalLength, formattedCount, CultureInfo.InvariantCulture);

    /// <summary>Appends what stands between two holes.</summary>
    /// <param name="value">The text.</param>
    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    /// <summary>Appends the value of a hole.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">The value.</param>
    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    /// <inheritdoc cref="AppendFormatted{T}(T)"/>
    /// <param name="value">The value.</param>
    /// <param name="format">How it is written, as after a colon.</param>
    public void AppendFormatted<T>(T value, string? format) => _text.AppendFormatted(value, format);

    /// <summary>The string; the handler is empty afterwards.</summary>
    internal string ToStringAndClear() => _text.ToStringAndClear();
}
