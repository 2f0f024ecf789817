using System.Runtime.InteropServices;
using Syre.Onnx;
using static TorchSharp.torch;

namespace Syre.MLNet.Export;

/// <summary>
/// What is known of a network that is being exported: its parameters and buffers, initializers under the names of its <c>state_dict()</c>,
/// and the values between its modules.
/// </summary>
internal sealed class ExportedState
{
    private readonly OnnxGraphBuilder _graph;
    private readonly Dictionary<string, Tensor> _network;
    private readonly Dictionary<nint, string> _firstNames = [];
    private readonly Dictionary<string, (OnnxTensor Tensor, string Value)> _added = [];

    public ExportedState(OnnxGraphBuilder graph, nn.Module network)
    {
        _graph = graph;
        _network = network.state_dict();
        foreach ((string name, Tensor tensor) in _network)
            _firstNames.TryAdd(tensor.Handle, name);
    }

    /// <summary>What each module read when it was first added to the graph.</summary>
    public Dictionary<nn.Module, string> Inputs { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Adds a parameter or buffer, unless it is there already, and returns the name of its value.</summary>
    /// <param name="name">Its name by the place that uses it. Where the module stands in several places, the network may list it under
    /// another.</param>
    /// <param name="tensor">The parameter or buffer.</param>
    public string Add(string name, Tensor tensor)
    {
        if (!_network.ContainsKey(name))
        {
            name = _firstNames.GetValueOrDefault(tensor.Handle) ?? throw new ArgumentException(
                $"The network's state_dict() has no '{name}'. Register it under that name with register_parameter or register_buffer, " +
                "or add values that are not state with Graph.AddConstant.", nameof(name));
        }

        OnnxTensor value = Read(name, tensor);
        if (!_added.TryGetValue(name, out (OnnxTensor Tensor, string Value) known))
        {
            known = (value, _graph.AddInitializer(name, value));
            _added.Add(name, known);
            return known.Value;
        }
        return Same(known.Tensor, value)
            ? known.Value
            : throw new ArgumentException(
                $"The state '{name}' is in the graph already, with other values; every parameter and buffer has its own name.",
                nameof(name));
    }

    /// <summary>Adds the parameter or buffer that the network lists under a name.</summary>
    public string Add(string name) => Add(name, _network[name]);

    /// <summary>
    /// Adds what no module has asked for, such as a batch counter. OnnxRuntime prints a warning about an initializer that nothing
    /// reads, so that something reads it.
    /// </summary>
    public void AddUnused()
    {
        var handles = _added.Keys.Select(name => _network[name].Handle).ToHashSet();
        foreach ((string name, Tensor tensor) in _network)
        {
            if (handles.Add(tensor.Handle))
                _graph.AddNode("Identity", [Add(name, tensor)]);
        }
    }

    private static OnnxTensor Read(string name, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        Tensor host = tensor.detach().cpu().contiguous();
        return host.dtype switch
        {
            ScalarType.Float32 => OnnxTensor.Create(MemoryMarshal.Cast<byte, float>(host.bytes), host.shape),
            ScalarType.Int64 => OnnxTensor.Create(MemoryMarshal.Cast<byte, long>(host.bytes), host.shape),
            _ => throw new NotSupportedException(
                $"The state '{name}' is of type {host.dtype}; only Float32 and Int64 can be saved as ONNX. " +
                "Convert it, for example with module.to(torch.float32)."),
        };
    }

    private static bool Same(OnnxTensor a, OnnxTensor b) => a.ElementType == b.ElementType && a.Dims.SequenceEqual(b.Dims) &&
        (a.ElementType == OnnxElementType.Float
            ? MemoryMarshal.AsBytes(a.Floats.Span).SequenceEqual(MemoryMarshal.AsBytes(b.Floats.Span))
            : a.Int64s.Span.SequenceEqual(b.Int64s.Span));
}
