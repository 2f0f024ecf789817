using Microsoft.ML;
using Syre.MLNet.Tables.Values;

namespace Syre.MLNet.Tables.Profiles;

/// <summary>A column of numbers.</summary>
/// <param name="forced">What the options say that it is; null where they say nothing.</param>
internal sealed class NumberProfile(TableColumnKind? forced = null) : ColumnProfile
{
    private readonly NumberRepeats _repeats = new();
    private readonly DateProfile _dates = new();
    private bool _datesOnly = true;

    /// <summary>Range, median and missing ones.</summary>
    public NumberSummary Summary { get; } = new();

    /// <summary>Share of whole numbers that repeat none before; 0 where there are fractions.</summary>
    public double Distinct => _repeats.Distinct;

    /// <summary>The dates where every number is one, written as <c>20141013</c>; null elsewhere.</summary>
    public DateProfile? Dates => _datesOnly && _dates.Count > 0 ? _dates : null;

    public override bool Has(TableColumnKind kind) => kind == TableColumnKind.Date ? Dates is not null : Summary.Count > 0;

    public override Action Open(DataViewRow row, DataViewSchema.Column column)
    {
        Func<double> read = NumberReader.Open(row, column);
        return () => Add(read());
    }

    /// <summary>Adds a number; NaN where it is missing.</summary>
    public void Add(double number)
    {
        Summary.Add(number);
        if (!double.IsNaN(number))
            _repeats.Add(number);
        if (!_datesOnly)
            return;
        DateTime date = default;
        _datesOnly = TextValues.TryCompactDate(number, out date) || double.IsNaN(number) || forced == TableColumnKind.Date;
        if (_datesOnly)
            _dates.Add(date);
    }
}
