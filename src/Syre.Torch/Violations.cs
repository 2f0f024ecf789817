namespace Syre.Torch;

/// <summary>Collects everything that is wrong with a user's input, so that one exception can tell it all.</summary>
internal sealed class Violations
{
    private readonly List<string> _found = [];

    /// <summary>Whether something was noted.</summary>
    public bool Any => _found.Count > 0;

    /// <summary>Notes <paramref name="violation"/> unless <paramref name="condition"/> holds.</summary>
    public void Require(bool condition, string violation)
    {
        if (!condition)
            _found.Add(violation);
    }

    /// <inheritdoc cref="Require(bool, string)"/>
    public void Require(bool condition, InvariantText violation) => Require(condition, violation.ToStringAndClear());

    /// <summary>Notes a violation unless <paramref name="value"/> is a finite number, zero or above.</summary>
    public void RequireNotNegative(double value, string name, string remedy) =>
        Require(double.IsFinite(value) && value >= 0, $"{name} is {value}; it must be a finite number, 0 or above. {remedy}");

    /// <summary>Notes a violation unless <paramref name="value"/> is one of its enumeration's.</summary>
    public void RequireDefined<T>(T value, string name)
        where T : struct, Enum =>
        Require(Enum.IsDefined(value), $"{name} is {value:D}; expected one of {string.Join(", ", Enum.GetNames<T>())}.");

    /// <exception cref="ArgumentException">Something was noted; the message lists all of it.</exception>
    public void ThrowIfAny(string what)
    {
        if (_found.Count > 0)
            throw new ArgumentException(string.Join($"{Environment.NewLine}- ", [$"{what}: {_found.Count} violation(s).", .. _found]));
    }
}
