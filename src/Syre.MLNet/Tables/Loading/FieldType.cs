using Microsoft.ML.Data;
using Syre.MLNet.Tables.Values;

namespace Syre.MLNet.Tables.Loading;

/// <summary>The type of a column, by the fields that were seen of it.</summary>
internal sealed class FieldType
{
    /// <summary>Whole numbers above this lose digits in Single.</summary>
    private const double ExactSingle = 1 << 24;

    private bool _numbers = true, _commas = true, _dates = true, _booleans = true, _missing, _large, _any;

    /// <summary>Whether all are numbers that have a comma for a point, and one has it.</summary>
    public bool HasDecimalCommas => _any && _commas && !_numbers;

    /// <summary>Adds a field.</summary>
    public void Add(string field)
    {
        ReadOnlySpan<char> text = field;
        if (TextValues.IsBlank(text))
        {
            _missing = true;
            return;
        }
        _any = true;
        _booleans = _booleans && bool.TryParse(text, out _);
        _dates = _dates && TextValues.TryDate(text, out _);
        if (!_numbers && !_commas)
            return;
        if (TextValues.IsMissingNumber(text))
            return;
        bool isNumber = TextValues.TryNumber(text, out double number);
        _numbers = _numbers && isNumber;
        _commas = _commas && !text.Contains('.') && (isNumber || TextValues.TryNumber(field.Replace(',', '.'), out number));
        _large |= Math.Abs(number) > ExactSingle && number == Math.Floor(number);
    }

    /// <summary>The type that ML.NET's loader is told.</summary>
    /// <param name="commas">Whether the file's numbers have commas for points.</param>
    /// <param name="complete">Whether all fields were seen. The loader stops at one that is no Boolean or no date, so that others may be
    /// texts.</param>
    public DataKind Kind(bool commas, bool complete)
    {
        if (!_any)
            return DataKind.Single;
        // A Boolean that is missing would be false.
        if (_booleans)
            return _missing || !complete ? DataKind.String : DataKind.Boolean;
        if (_dates)
            return complete ? DataKind.DateTime : DataKind.String;
        return (commas ? _commas : _numbers) ? _large ? DataKind.Double : DataKind.Single : DataKind.String;
    }
}
