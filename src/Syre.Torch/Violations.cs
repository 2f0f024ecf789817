using System.Runtime.CompilerServices;

namespace Syre.Torch;

/// <summary>
/// Collects everything that is wrong with a caller's input, so that one exception can tell it all. Its sentences read the same in all
/// cultures.
/// </summary>
public sealed class Violations
{
    private readonly List<string> _found;
    private readonly string _path;

    /// <summary>Nothing is noted yet.</summary>
    public Violations()
        : this([], "")
    {
    }

    private Violations(List<string> found, string path) => (_found, _path) = (found, path);

    /// <summary>What was noted, one sentence each.</summary>
    public IReadOnlyList<string> Found => _found;

    /// <summary>Whether something was noted.</summary>
    internal bool Any => _found.Count > 0;

    /// <summary>The same collection for the options in a property: sentences noted through it begin with that property's name.</summary>
    /// <param name="property">The property's name.</param>
    public Violations Within(string property) => new(_found, $"{_path}{property}.");

    /// <summary>Notes <paramref name="violation"/> unless <paramref name="condition"/> holds.</summary>
    /// <param name="condition">What must hold.</param>
    /// <param name="violation">What was found, what was expected, and what to do.</param>
    public void Require(bool condition, string violation)
    {
        if (!condition)
            _found.Add($"{_path}{violation}");
    }

    /// <inheritdoc cref="Require(bool, string)"/>
    public void Require(bool condition, InvariantText violation) => Require(condition, violation.ToStringAndClear());

    /// <summary>Notes <paramref name="value"/> unless <paramref name="condition"/> holds.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="condition">What must hold of the value.</param>
    /// <param name="value">The value of an option.</param>
    /// <param name="range">What the value must be, as <c>at least 1</c>.</param>
    /// <param name="name">The option; left out, the expression of the value.</param>
    public void Require<T>(bool condition, T value, string range, [CallerArgumentExpression(nameof(value))] string name = "") =>
        Require(condition, $"{name} is {value}; it must be {range}.");

    /// <summary>Notes <paramref name="value"/> unless it is one of its enumeration's.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    /// <param name="value">The value of an option.</param>
    /// <param name="name">The option; left out, the expression of the value.</param>
    public void RequireDefined<T>(T value, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, Enum =>
        Require(Enum.IsDefined(value), $"{name} is {value:D}; expected one of {string.Join(", ", Enum.GetNames<T>())}.");

    /// <summary>Throws one exception that lists every option out of its range, or does nothing.</summary>
    /// <param name="options">The type of the options.</param>
    /// <exception cref="ArgumentOutOfRangeException">Something was noted.</exception>
    public void ThrowIfOutOfRange(string options)
    {
        if (Any)
            throw new ArgumentOutOfRangeException(options, Message(options));
    }

    /// <summary>Notes a violation unless <paramref name="value"/> is a finite number, zero or above.</summary>
    internal void RequireNotNegative(double value, string name, string remedy) =>
        Require(double.IsFinite(value) && value >= 0, $"{name} is {value}; it must be a finite number, 0 or above. {remedy}");

    /// <exception cref="ArgumentException">Something was noted; the message lists all of it.</exception>
    internal void ThrowIfAny(string what)
    {
        if (Any)
            throw new ArgumentException(Message(what));
    }

    private string Message(string what) =>
        string.Join($"{Environment.NewLine}- ", [$"{what}: {_found.Count} violation(s).", .. _found]);
}
