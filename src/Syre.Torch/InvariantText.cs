using System.Globalization;
using System.Runtime.CompilerServices;

namespace Syre.Torch;

/// <summary>An interpolated string whose numbers read the same in all cultures.</summary>
/// <param name="literalLength">Characters outside of the holes.</param>
/// <param name="formattedCount">Number of holes.</param>
[InterpolatedStringHandler]
internal ref struct InvariantText(int literalLength, int formattedCount)
{
    private DefaultInterpolatedStringHandler _text = new(literalLength, formattedCount, CultureInfo.InvariantCulture);

    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string? format) => _text.AppendFormatted(value, format);

    /// <summary>The string; the handler is empty afterwards.</summary>
    public string ToStringAndClear() => _text.ToStringAndClear();
}
