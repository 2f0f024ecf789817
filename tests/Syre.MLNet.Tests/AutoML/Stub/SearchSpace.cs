using System.Reflection;

namespace Microsoft.ML.SearchSpace;

/// <summary>Stub: options by name, each one dimension from 0 to 1.</summary>
public class SearchSpace
{
    private readonly SortedDictionary<string, (Func<double, object> Sample, double Default)> _options = new(StringComparer.Ordinal);

    public SearchSpace()
    {
    }

    protected SearchSpace(Type type)
    {
        foreach (PropertyInfo property in type.GetProperties())
        {
            if (property.GetCustomAttribute<RangeAttribute>() is { } range)
                _options[property.Name] = Of(range);
            else if (property.GetCustomAttribute<ChoiceAttribute>() is { } choice)
                _options[property.Name] = Of(choice.Candidates, choice.DefaultValue);
            else if (property.GetCustomAttribute<BooleanChoiceAttribute>() is { } either)
                _options[property.Name] = Of([true, false], either.DefaultValue);
        }
    }

    public double[] Default => [.. _options.Values.Select(option => option.Default)];

    public int FeatureSpaceDim => _options.Count;

    public bool Remove(string key) => _options.Remove(key);

    public Parameter SampleFromFeatureSpace(double[] feature) =>
        new(_options.Zip(feature).ToDictionary(entry => entry.First.Key, entry => new Parameter(entry.First.Value.Sample(entry.Second))));

    private static (Func<double, object>, double) Of(RangeAttribute range)
    {
        double low = Convert.ToDouble(range.Min), high = Convert.ToDouble(range.Max);
        double? start = range.Init is null ? null : Convert.ToDouble(range.Init);
        Func<double, double> at = range.LogBase ? place => low * Math.Pow(high / low, place) : place => low + ((high - low) * place);
        double first = start is not { } value ? 0
            : range.LogBase ? Math.Log(value / low) / Math.Log(high / low) : (value - low) / (high - low);
        return (range.Min is int ? place => (int)Math.Floor(at(place)) : place => at(place), first);
    }

    private static (Func<double, object>, double) Of(object[] choices, object? start) => (
        place => choices[Math.Min(choices.Length - 1, (int)(place * choices.Length))],
        start is null ? 0 : (double)Array.IndexOf(choices, start) / choices.Length);
}

/// <summary>Stub: the space that the attributes of a type describe.</summary>
public sealed class SearchSpace<T>() : SearchSpace(typeof(T))
    where T : class, new();
