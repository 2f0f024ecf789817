using Syre.MLNet.Export;
using Syre.Onnx;
using TorchSharp;

namespace Syre.MLNet;

/// <summary>Where a module is in the network being exported, and the graph that it adds itself to.</summary>
public sealed class OnnxExportContext
{
    private readonly ExportedState _state;
    private readonly IReadOnlyList<OnnxExportContext> _joined = [];

    internal OnnxExportContext(OnnxGraphBuilder graph, string path, ExportedState state) => (Graph, Path, _state) = (graph, path, state);

    private OnnxExportContext(IReadOnlyList<OnnxExportContext> joined)
        : this(joined[0].Graph, joined[0].Path, joined[0]._state) => _joined = joined;

    /// <summary>The graph.</summary>
    public OnnxGraphBuilder Graph { get; }

    /// <summary>The module's place in the network, as <c>named_modules()</c> names it; empty for the network itself.</summary>
    public string Path { get; }

    /// <summary>Adds a child module as it computes in evaluation mode. The same child may be added several times.</summary>
    /// <param name="child">The child.</param>
    /// <param name="name">The name under which it is registered in this module.</param>
    /// <param name="input">Name of the value that goes in.</param>
    /// <returns>Name of the value that comes out.</returns>
    /// <exception cref="NotSupportedException">The child, or a module below it, cannot be expressed; the message says which and what to
    /// do.</exception>
    public string Export(torch.nn.Module<torch.Tensor, torch.Tensor> child, string name, string input)
    {
        ArgumentNullException.ThrowIfNull(child);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return At(name).Convert(child, input);
    }

    /// <summary>
    /// Adds a parameter or buffer of this module under the name that <c>state_dict()</c> of the network gives it, so that the network can
    /// be rebuilt from the file. The same state may be added several times.
    /// </summary>
    /// <param name="name">The name under which it is registered in this module.</param>
    /// <param name="tensor">The parameter or buffer: float32 or int64, of any shape, on any device.</param>
    /// <returns>Name of the value.</returns>
    /// <exception cref="ArgumentException">The network's <c>state_dict()</c> does not list it, or the name stands for other values
    /// already.</exception>
    /// <exception cref="NotSupportedException">The tensor's elements are neither float32 nor int64.</exception>
    public string AddState(string name, torch.Tensor tensor)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(tensor);
        return _joined.Count == 0
            ? _state.Add(Join(name), tensor)
            : Graph.AddNode("Concat", [.. _joined.Select(one => _state.Add(one.Join(name)))], ("axis", 0));
    }

    /// <summary>
    /// Adds modules of one kind, each of a network of its own, that make each number of a row by itself: in one set of nodes for all. For a
    /// few numbers the runtime needs the same time for each node, however long the row.
    /// </summary>
    /// <param name="places">Where each module is.</param>
    /// <param name="input">What they read.</param>
    /// <param name="add">Adds the first module; a vector of its state stands for those of all.</param>
    internal static JointValue AddTogether(
        IReadOnlyList<OnnxExportContext> places, JointValue input, Func<OnnxExportContext, string, string> add) =>
        new(places[0].Graph, add(new OnnxExportContext(places), input.Together), places.Count) { Widths = input.Widths };

    /// <summary>Adds the module that this context stands for.</summary>
    internal string Convert(torch.nn.Module module, string input)
    {
        Note(module, input);
        return module is IOnnxExportable exportable ? exportable.ToOnnx(this, input) : ModuleConverters.Convert(this, module, input);
    }

    /// <summary>Notes what a module reads.</summary>
    internal void Note(torch.nn.Module module, string input) => _state.Inputs.TryAdd(module, input);

    /// <summary>The context of a child.</summary>
    internal OnnxExportContext At(string name) => _joined.Count == 0
        ? new(Graph, Join(name), _state)
        : new([.. _joined.Select(one => one.At(name))]);

    /// <summary>Adds a node of one output and no attributes.</summary>
    internal string Op(string opType, params ReadOnlySpan<string> inputs) => Graph.AddNode(opType, inputs);

    /// <summary>What is thrown for a module that cannot be expressed.</summary>
    internal NotSupportedException NotExpressible(torch.nn.Module module, string? because = null) => new(
        $"The module '{(Path.Length > 0 ? Path : "(the network)")}' of type {module.GetType().FullName} cannot be saved as ONNX" +
        $"{(because is null ? "" : $": {because}")}. The model trains and scores in memory all the same; to save it, let the module's " +
        $"class implement {typeof(IOnnxExportable).FullName}, or use layers that can be expressed ({ModuleConverters.Names}).");

    private string Join(string name) => Path.Length > 0 ? $"{Path}.{name}" : name;
}
