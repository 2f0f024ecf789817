namespace Syre.MLNet.Tables.Profiles;

/// <summary>A part of a date, as this library computes it and as ML.NET's language of expressions does from ticks.</summary>
/// <param name="Name">What the slot is called.</param>
/// <param name="Of">The part of a date.</param>
/// <param name="Expression">The part of <c>t</c> ticks since 0001-01-01, as Single; NaN of 0 ticks.</param>
internal sealed record DatePart(string Name, Func<DateTime, double> Of, string Expression)
{
    /// <summary>Days from 0001-01-01 to 1970-01-01.</summary>
    private const string Epoch = "719162L";

    /// <summary>
    /// Month and day of a number of days. Years begin in March, so that the leap day is the last; 306 days are from March of the year 0 to
    /// 0001-01-01. An era has 400 years, <c>r</c> is the day in it, <c>y</c> the year in it, <c>n</c> the day of the year, <c>m</c> the
    /// month.
    /// </summary>
    private const string Civil =
        "r = (t / 864000000000L + 306L) % 146097L, y = (r - r / 1460L + r / 36524L - r / 146096L) / 365L, " +
        "n = r - (365L * y + y / 4L - y / 100L), m = (5L * n + 2L) / 153L";

    /// <summary>All parts.</summary>
    public static readonly IReadOnlyList<DatePart> All =
    [
        new("Days", date => date.Ticks / TimeSpan.TicksPerDay - DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerDay,
            Whole($"t / 864000000000L - {Epoch}")),
        new("Month", date => date.Month, $"t => t == 0L ? na(1f) : with({Civil}; float(m < 10L ? m + 3L : m - 9L))"),
        new("Day", date => date.Day, $"t => t == 0L ? na(1f) : with({Civil}; float(n - (153L * m + 2L) / 5L + 1L))"),
        new("DayOfWeek", date => (int)date.DayOfWeek, Whole("(t / 864000000000L + 1L) % 7L")),
        new("Hour", date => (float)((double)(date.Ticks % TimeSpan.TicksPerDay) / TimeSpan.TicksPerHour),
            "t => t == 0L ? na(1f) : float(double(t % 864000000000L) / 36000000000d)"),
    ];

    private static string Whole(string number) => $"t => t == 0L ? na(1f) : float({number})";
}
