namespace Syre.MLNet.Tables.Profiles;

/// <summary>The parts of a calendar that dates were seen to have.</summary>
internal sealed class DateProfile
{
    private readonly NumberSummary[] _parts = [.. DatePart.All.Select(_ => new NumberSummary())];

    /// <summary>Dates that are there.</summary>
    public long Count => _parts[0].Count;

    /// <summary>Dates that are missing.</summary>
    public long Missing => _parts[0].Missing;

    /// <summary>The parts that vary, and what was seen of them.</summary>
    public IEnumerable<(DatePart Part, NumberSummary Summary)> Varying =>
        DatePart.All.Zip(_parts).Where(part => part.Second.Varies);

    /// <summary>Adds a date; the default value where it is missing, as ML.NET has it.</summary>
    public void Add(DateTime date)
    {
        for (int i = 0; i < _parts.Length; i++)
            _parts[i].Add(date == default ? double.NaN : DatePart.All[i].Of(date));
    }
}
