using System.Globalization;
using System.Text;
using Syre.Onnx;

namespace Syre.MLNet;

/// <summary>An ONNX graph in a model file.</summary>
/// <param name="Entry">The entry that holds it.</param>
/// <param name="Operators">How many nodes there are of each operator, by name.</param>
/// <param name="Inputs">What it reads.</param>
/// <param name="Outputs">What it gives.</param>
/// <param name="Parameters">Numbers in its constant tensors.</param>
/// <param name="MetadataKeys">Keys of its metadata.</param>
/// <param name="IsIntact">Whether it is as this library saved it; null for graphs of other makers, which say nothing of it.</param>
/// <param name="Problems">What this library's readers refuse it for: data in other files, graphs within nodes, damage; a sentence
/// each.</param>
public sealed record InspectedGraph(
    string Entry,
    IReadOnlyDictionary<string, int> Operators,
    IReadOnlyList<OnnxTensorInfo> Inputs,
    IReadOnlyList<OnnxTensorInfo> Outputs,
    long Parameters,
    IReadOnlyList<string> MetadataKeys,
    bool? IsIntact,
    IReadOnlyList<string> Problems)
{
    /// <summary>The graph in a few lines.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        string intact = IsIntact switch { true => "as saved", false => "altered", null => "not sealed" };
        text.Append(CultureInfo.InvariantCulture, $"graph {Entry}: {Parameters:n0} numbers in constant tensors, {intact}\n");
        text.Append($"  reads {string.Join(", ", Inputs)}\n  gives {string.Join(", ", Outputs)}\n");
        text.Append(
            $"  operators {string.Join(", ", Operators.Select(entry => entry.Value == 1 ? entry.Key : $"{entry.Value} {entry.Key}"))}\n");
        return text.ToString();
    }
}
