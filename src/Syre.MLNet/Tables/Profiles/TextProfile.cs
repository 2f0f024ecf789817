using Microsoft.ML;
using Syre.MLNet.Tables.Values;

namespace Syre.MLNet.Tables.Profiles;

/// <summary>A column of texts: its levels, and whether all of them are numbers or dates.</summary>
internal sealed class TextProfile : ColumnProfile
{
    private readonly TableColumnKind? _forced;
    /// <summary>Levels that are counted; one that comes up first after so many others is rare.</summary>
    private const int Maximum = 1 << 18;

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _spans;
    private readonly NumberProfile _numbers = new();
    private readonly DateProfile _dates = new();
    private bool _numbersOnly = true, _datesOnly = true;
    private long _uncounted, _words, _characters;

    /// <param name="forced">What the options say that it is; null where they say nothing.</param>
    public TextProfile(TableColumnKind? forced) => (_forced, _spans) = (forced, _counts.GetAlternateLookup<ReadOnlySpan<char>>());

    /// <summary>Texts that are not blank.</summary>
    public long Count { get; private set; }

    /// <summary>Texts that are blank.</summary>
    public long Missing { get; private set; }

    /// <summary>The levels with their rows.</summary>
    public IReadOnlyDictionary<string, int> Levels => _counts;

    /// <summary>Number of levels; those that were not counted are taken to differ.</summary>
    public long AllLevels => _counts.Count + _uncounted;

    /// <summary>Share of texts that repeat none before.</summary>
    public double Distinct => Count == 0 ? 0 : (double)AllLevels / Count;

    /// <summary>Words in a text, on average.</summary>
    public double Words => (double)_words / Math.Max(1, Count);

    /// <summary>Characters in a text, on average.</summary>
    public double Characters => (double)_characters / Math.Max(1, Count);

    /// <summary>Blank texts other than the empty one.</summary>
    public HashSet<string> Blanks { get; } = [];

    /// <summary>The numbers, where there is nothing else; null elsewhere.</summary>
    public NumberProfile? Numbers => _numbersOnly && _numbers.Summary.Count > 0 ? _numbers : null;

    /// <summary>The dates, where there is nothing else; null elsewhere.</summary>
    public DateProfile? Dates => _datesOnly && _dates.Count > 0 ? _dates : null;

    public override bool Has(TableColumnKind kind) => kind switch
    {
        TableColumnKind.Number => Numbers is not null,
        TableColumnKind.Date => Dates is not null,
        _ => Count > 0,
    };

    public override Action Open(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<ReadOnlyMemory<char>> get = row.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> text = default;
        return () =>
        {
            get(ref text);
            Add(text.Span);
        };
    }

    private void Add(ReadOnlySpan<char> text)
    {
        bool blank = TextValues.IsBlank(text);
        AddNumber(text);
        AddDate(text, blank);
        if (blank)
        {
            Missing++;
            if (!text.IsEmpty)
                Blanks.Add(text.ToString());
            return;
        }
        Count++;
        _characters += text.Length;
        _words++;
        foreach (char character in text)
            _words += char.IsWhiteSpace(character) ? 1 : 0;
        if (_spans.TryGetValue(text, out int count))
            _spans[text] = count + 1;
        else if (_counts.Count < Maximum)
            _spans[text] = 1;
        else
            _uncounted++;
    }

    private void AddNumber(ReadOnlySpan<char> text)
    {
        if (!_numbersOnly)
            return;
        double number = double.NaN;
        _numbersOnly =
            TextValues.IsMissingNumber(text) || TextValues.TryNumber(text, out number) || _forced == TableColumnKind.Number;
        if (_numbersOnly)
            _numbers.Add(number);
    }

    private void AddDate(ReadOnlySpan<char> text, bool blank)
    {
        if (!_datesOnly)
            return;
        DateTime date = default;
        _datesOnly = TextValues.TryDate(text, out date) || blank || _forced == TableColumnKind.Date;
        if (_datesOnly)
            _dates.Add(date);
    }
}
