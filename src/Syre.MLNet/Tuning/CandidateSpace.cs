using System.Globalization;
using System.Reflection;
using Microsoft.ML.SearchSpace;
using Syre.Cpu;

namespace Syre.MLNet.Tuning;

/// <summary>The search space as the attributes of <see cref="SyreNetworkCandidate"/> describe it.</summary>
internal static class CandidateSpace
{
    /// <summary>By name, since reflection promises no order.</summary>
    private static readonly PropertyInfo[] s_options =
        [.. typeof(SyreNetworkCandidate).GetProperties().OrderBy(option => option.Name, StringComparer.Ordinal)];

    /// <summary>Draws a point.</summary>
    public static SyreNetworkCandidate Draw(Random random)
    {
        var drawn = new SyreNetworkCandidate();
        foreach (PropertyInfo option in s_options)
            option.SetValue(drawn, Value(option, random.NextDouble()));
        return drawn;
    }

    /// <summary>The value of an option at a place from 0 to below 1.</summary>
    private static object Value(PropertyInfo option, double at)
    {
        if (option.GetCustomAttribute<RangeAttribute>() is { } range)
            return Within(range, at);
        return option.GetCustomAttribute<ChoiceAttribute>() is { } choice
            ? choice.Candidates[(int)(at * choice.Candidates.Length)]
            : at >= 0.5;
    }

    private static object Within(RangeAttribute range, double at)
    {
        double low = Convert.ToDouble(range.Min, CultureInfo.InvariantCulture);
        double high = Convert.ToDouble(range.Max, CultureInfo.InvariantCulture);
        double value = range.LogBase
            ? low * PortableMath.Exp(at * PortableMath.Log(high / low))
            : low + (at * (high - low));
        if (range.Min is int)
            return (int)Math.Round(value);
        return double.Parse(value.ToString("g3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
