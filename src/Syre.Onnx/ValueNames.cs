using Google.Protobuf.Collections;
using Syre.Onnx.Protobuf;

namespace Syre.Onnx;

/// <summary>
/// Names of a graph's values. Those of its inputs and outputs are the caller's, who may have taken any from the columns of his
/// data; all others are ours. Where the two meet, the value inside steps aside when the model is built, so that no column's name
/// can stand in the way of a graph.
/// </summary>
internal sealed class ValueNames
{
    /// <summary>What is put behind the name of a value that steps aside.</summary>
    private const char Aside = '~';

    private readonly HashSet<string> _inside = [];
    private readonly HashSet<string> _outside = [];
    private readonly Dictionary<string, string> _outsideOf = [];
    private readonly Dictionary<string, int> _lastNumbers = [];

    /// <summary>Whether a value is known under this name while the graph is built.</summary>
    public bool Contains(string value) => _inside.Contains(value);

    /// <summary>The caller's name of an input or output; null for a value inside.</summary>
    public string? OutsideOf(string value) => _outsideOf.GetValueOrDefault(value);

    /// <summary>A new value inside, whose maker refers to it by this very name.</summary>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public void Define(string name, string argument)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, argument);
        if (!_inside.Add(name))
            throw Taken(name, argument);
    }

    /// <summary>A new value inside, whose maker is told its name: another than the one given where an input or output has that.</summary>
    /// <exception cref="ArgumentException">The name is empty or taken by another value inside.</exception>
    public string DefineOrStepAside(string name, string argument)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, argument);
        if (!_outsideOf.ContainsKey(name))
        {
            Define(name, argument);
            return name;
        }
        string aside = StepAside(name, _inside);
        _inside.Add(aside);
        return aside;
    }

    /// <summary>A new value that the caller knows by a name of his; returns its name while the graph is built.</summary>
    /// <exception cref="ArgumentException">The name is empty, or an input or output has it.</exception>
    public string DefineOutside(string name, string argument)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, argument);
        if (_outside.Contains(name))
            throw Taken(name, argument);
        string value = _inside.Contains(name) ? Fresh(name) : name;
        _inside.Add(value);
        Show(value, name);
        return value;
    }

    /// <summary>Gives a value inside a name of the caller's.</summary>
    /// <exception cref="ArgumentException">An input or output has the name.</exception>
    public void Show(string value, string name, string argument)
    {
        if (_outside.Contains(name))
            throw Taken(name, argument);
        Show(value, name);
    }

    /// <summary>A name that nothing has.</summary>
    public string Fresh(string stem, HashSet<string>? taken = null)
    {
        taken ??= _inside;
        string name;
        do
        {
            int number = _lastNumbers[stem] = _lastNumbers.GetValueOrDefault(stem) + 1;
            name = $"{stem}_{number}";
        }
        while (taken.Contains(name));
        return name;
    }

    /// <summary>Gives all values their last names: the caller's to inputs and outputs, others to values inside
    /// that would meet these.</summary>
    public void Settle(GraphProto graph)
    {
        Dictionary<string, string> names = new(_outsideOf);
        HashSet<string> taken = [.. _outside, .. _inside];
        foreach (string value in _inside.Where(value => _outside.Contains(value) && !_outsideOf.ContainsKey(value)))
        {
            string name = StepAside(value, taken);
            taken.Add(name);
            names.Add(value, name);
        }
        foreach (TensorProto initializer in graph.Initializer)
            initializer.Name = names.GetValueOrDefault(initializer.Name, initializer.Name);
        foreach (NodeProto node in graph.Node)
        {
            Settle(node.Input, names);
            Settle(node.Output, names);
        }
    }

    /// <summary>The name that a value had before it stepped aside.</summary>
    /// <param name="name">Its name in a model.</param>
    /// <param name="outside">Names of the model's inputs and outputs.</param>
    public static string Given(string name, IReadOnlySet<string> outside) =>
        name.TrimEnd(Aside) is var given && outside.Contains(given) ? given : name;

    private static void Settle(RepeatedField<string> values, Dictionary<string, string> names)
    {
        for (int i = 0; i < values.Count; i++)
            values[i] = names.GetValueOrDefault(values[i], values[i]);
    }

    private static ArgumentException Taken(string name, string argument) =>
        new($"The graph has a value '{name}' already; every value needs a name of its own.", argument);

    private void Show(string value, string name)
    {
        _outside.Add(name);
        _outsideOf.Add(value, name);
    }

    private static string StepAside(string name, HashSet<string> taken)
    {
        do
            name += Aside;
        while (taken.Contains(name));
        return name;
    }
}
