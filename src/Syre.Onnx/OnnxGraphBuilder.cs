using Syre.Onnx.Protobuf;

namespace Syre.Onnx;

/// <summary>Builds an ONNX graph node by node: opset 17 of ai.onnx, version 2 of ai.onnx.ml, IR version 8.</summary>
/// <remarks>Values have one name each. The names of inputs and outputs are kept, whatever they are; a value inside that has the name of one
/// gets another when the model is built. So refer to values by the names that the methods return, not by those that were given. A node may
/// read only what is there already, so the graph is in order by construction. Whether an operator exists and takes these inputs and
/// attributes is not checked here: OnnxRuntime says so when it loads the model. Not safe for use from several threads.</remarks>
public sealed class OnnxGraphBuilder
{
    private const string MLDomain = "ai.onnx.ml";
    private readonly ModelProto _model;
    private readonly ValueNames _values = new();
    private readonly HashSet<string> _nodes = [];
    private readonly HashSet<string> _outputs = [];

    /// <summary>An empty graph.</summary>
    /// <param name="graphName">Name of the graph, shown by viewers; not empty.</param>
    /// <exception cref="ArgumentException"><paramref name="graphName"/> is empty.</exception>
    public OnnxGraphBuilder(string graphName = "network")
    {
        ArgumentException.ThrowIfNullOrEmpty(graphName);
        _model = new() { IrVersion = 8, ProducerName = "Syre.Onnx", Graph = new() { Name = graphName } };
        _model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        _model.OpsetImport.Add(new OperatorSetIdProto { Domain = MLDomain, Version = 2 });
    }

    /// <summary>Free text by key, stored in the model (<c>metadata_props</c>); empty at first.</summary>
    public IDictionary<string, string> Metadata { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Adds an input of the graph and returns the name by which nodes read it.</summary>
    /// <param name="name">Name of the input; ML.NET's OnnxTransformer takes it as the column's name.</param>
    /// <param name="type">Type of the elements.</param>
    /// <param name="shape">The dimensions, fixed or symbolic, outermost first: <c>"batch", 32</c>.</param>
    /// <exception cref="ArgumentException">The name is empty, or another input or an output has it.</exception>
    public string AddInput(string name, OnnxElementType type, params ReadOnlySpan<OnnxDimension> shape)
    {
        string value = _values.DefineOutside(name, nameof(name));
        _model.Graph.Input.Add(ProtoWriting.ToValueInfo(name, type, shape));
        return value;
    }

    /// <summary>Adds a named constant tensor, the place for a network's parameters and buffers, and returns the name by
    /// which nodes read it.</summary>
    /// <param name="name">Name of the value. Where an input or output has it, the model has the tensor under another, and
    /// <see cref="OnnxModel.GivenName(string)"/> tells this one.</param>
    /// <param name="tensor">A tensor of a type that this library makes.</param>
    /// <exception cref="ArgumentException">The name is empty, or another initializer or a node's output has it.</exception>
    /// <exception cref="NotSupportedException">The tensor is of another type.</exception>
    public string AddInitializer(string name, OnnxTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        string value = _values.DefineOrStepAside(name, nameof(name));
        _model.Graph.Initializer.Add(tensor.ToProto(value));
        return value;
    }

    /// <inheritdoc cref="AddInitializer(string, OnnxTensor)"/>
    /// <param name="name">Name of the value.</param>
    /// <param name="data">The elements, row-major; as many as the product of <paramref name="dims"/>.</param>
    /// <param name="dims">The sizes; none for a scalar.</param>
    public string AddInitializer(string name, ReadOnlySpan<float> data, params ReadOnlySpan<long> dims) =>
        AddInitializer(name, OnnxTensor.Create(data, dims));

    /// <inheritdoc cref="AddInitializer(string, ReadOnlySpan{float}, ReadOnlySpan{long})"/>
    public string AddInitializer(string name, ReadOnlySpan<long> data, params ReadOnlySpan<long> dims) =>
        AddInitializer(name, OnnxTensor.Create(data, dims));

    /// <summary>Adds a constant that is part of the computation rather than of the network's state, and returns its chosen name.</summary>
    /// <remarks>It becomes a <c>Constant</c> node, so <see cref="OnnxModel.Initializers"/> does not list it.</remarks>
    /// <param name="tensor">A tensor of a type that this library makes.</param>
    public string AddConstant(OnnxTensor tensor) => AddNode("Constant", [], ("value", tensor));

    /// <summary>Adds a float of rank 0 and returns its chosen name.</summary>
    /// <param name="value">Any value.</param>
    public string AddConstant(float value) => AddConstant(OnnxTensor.Create([value]));

    /// <summary>Adds a vector of 64-bit integers, such as a shape or a list of axes, and returns its chosen name.</summary>
    /// <param name="values">Any values.</param>
    public string AddInt64Constant(params ReadOnlySpan<long> values) => AddConstant(OnnxTensor.Create(values, values.Length));

    /// <summary>Adds a node of ai.onnx with one output and returns the output's chosen name.</summary>
    /// <param name="opType">The operator, for example <c>MatMul</c>.</param>
    /// <param name="inputs">Names of values that are there already; an empty string leaves an optional input out, and at the end is
    /// dropped: OnnxRuntime 1.31 crashes on some operators that end with one.</param>
    /// <param name="attributes">Name and value of each attribute: <c>("axis", 1)</c>.</param>
    /// <exception cref="ArgumentException">An input is unknown, or an attribute is given twice.</exception>
    public string AddNode(string opType, ReadOnlySpan<string> inputs, params ReadOnlySpan<(string Name, OnnxAttribute Value)> attributes) =>
        AddNode(opType, 1, inputs, attributes)[0];

    /// <summary>Adds a node of ai.onnx with several outputs and returns the outputs' chosen names.</summary>
    /// <param name="opType">The operator, for example <c>Split</c>.</param>
    /// <param name="outputs">Number of outputs, at least 1.</param>
    /// <param name="inputs">Names of values that are there already; an empty string leaves an optional input out.</param>
    /// <param name="attributes">Name and value of each attribute.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="outputs"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">An input is unknown, or an attribute is given twice.</exception>
    public IReadOnlyList<string> AddNode(
        string opType, int outputs, ReadOnlySpan<string> inputs, params ReadOnlySpan<(string Name, OnnxAttribute Value)> attributes)
    {
        ArgumentException.ThrowIfNullOrEmpty(opType);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        var byName = new Dictionary<string, OnnxAttribute>();
        foreach (var (name, value) in attributes)
        {
            if (!byName.TryAdd(name, value))
            {
                throw new ArgumentException($"Attribute '{name}' of {opType} is given twice.", nameof(attributes));
            }
        }
        string[] names = [.. Enumerable.Range(0, outputs).Select(_ => _values.Fresh(opType))];
        AddNode(new() { OpType = opType, Inputs = inputs.TrimEnd("").ToArray(), Outputs = names, Attributes = byName });
        return names;
    }

    /// <summary>Adds a node with everything spelt out: domain, node name, several outputs.</summary>
    /// <param name="node">The node; its outputs are new names, and so is its name unless it is empty.</param>
    /// <exception cref="ArgumentException">An input is unknown, an output's or the node's name is taken, or the domain is neither empty
    /// nor <c>ai.onnx.ml</c>.</exception>
    public void AddNode(OnnxNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (node.Domain is not ("" or MLDomain))
        {
            throw new ArgumentException(
                $"{node.OpType} is of domain '{node.Domain}'; known are ai.onnx ('') and '{MLDomain}'.", nameof(node));
        }
        foreach (var input in node.Inputs.Where(i => i.Length > 0))
            RequireKnown(input, node.OpType, nameof(node));

        var proto = node.ToProto();
        proto.Name = node.Name.Length > 0 ? node.Name : _values.Fresh(node.OpType, _nodes);
        if (!_nodes.Add(proto.Name))
        {
            throw new ArgumentException($"A node named '{proto.Name}' is there already.", nameof(node));
        }
        foreach (var output in node.Outputs)
            _values.Define(output, nameof(node));

        _model.Graph.Node.Add(proto);
    }

    /// <summary>Makes a value an output of the graph. A value that a node makes becomes the output itself, which costs the runtime nothing;
    /// an Identity node copies an input, an initializer, or a value that is an output already.</summary>
    /// <param name="name">Name of the output; ML.NET's OnnxTransformer takes it as the column's name.</param>
    /// <param name="value">Name of a value that is there already.</param>
    /// <param name="type">Type of the elements.</param>
    /// <param name="shape">The dimensions, fixed or symbolic, outermost first; at least one.</param>
    /// <exception cref="ArgumentException">The value is unknown, an input or another output has the name, or the shape has no dimension:
    /// ML.NET's OnnxTransformer cannot read scalars.</exception>
    public void AddOutput(string name, string value, OnnxElementType type, params ReadOnlySpan<OnnxDimension> shape)
    {
        RequireKnown(value, "the output", nameof(value));
        if (shape.IsEmpty)
        {
            throw new ArgumentException(
                $"Output '{name}' has rank 0, which ML.NET's OnnxTransformer cannot read; give it at least one dimension (Reshape to [1]).",
                nameof(shape));
        }
        if (_outputs.Contains(name))
            throw new ArgumentException($"The graph has an output '{name}' already.", nameof(name));

        if (_values.OutsideOf(value) != name)
            Show(value, name);
        _outputs.Add(name);
        _model.Graph.Output.Add(ProtoWriting.ToValueInfo(name, type, shape));
    }

    /// <summary>The model as it stands; the builder can go on.</summary>
    /// <exception cref="InvalidOperationException">The graph has no output.</exception>
    public OnnxModel Build()
    {
        if (_outputs.Count == 0)
            throw new InvalidOperationException("The graph has no output; call AddOutput first.");

        var model = _model.Clone();
        _values.Settle(model.Graph);
        model.MetadataProps.AddRange(Metadata.Select(p => new StringStringEntryProto { Key = p.Key, Value = p.Value }));
        return new(model);
    }

    private void Show(string value, string name)
    {
        if (_values.OutsideOf(value) is null && _model.Graph.Initializer.All(initializer => initializer.Name != value))
        {
            _values.Show(value, name, nameof(name));
            return;
        }
        string copy = _values.DefineOutside(name, nameof(name)), node = _values.Fresh("Identity", _nodes);
        _nodes.Add(node);
        _model.Graph.Node.Add(new OnnxNode { OpType = "Identity", Name = node, Inputs = [value], Outputs = [copy] }.ToProto());
    }

    private void RequireKnown(string value, string reader, string argument)
    {
        if (!_values.Contains(value))
        {
            throw new ArgumentException(
                $"{reader} reads '{value}', which is not in the graph (yet): add the input, initializer or node that makes it first.",
                argument);
        }
    }
}
