namespace Syre.Onnx.Scanning;

/// <summary>Goes over a graph.</summary>
internal sealed class GraphScan(WireReader reader, ScanBudget budget)
{
    /// <summary>A tensor that a node fills has at most so many elements: enough for a million features of a hundred classes.</summary>
    private const double MostFilled = 1 << 27;

    /// <summary>Constants that may list sizes, by name, with the elements of a tensor of these sizes.</summary>
    private readonly Dictionary<string, double> _sizes = new(StringComparer.Ordinal);

    /// <summary>Nodes by operator.</summary>
    public SortedDictionary<string, int> Operators { get; } = new(StringComparer.Ordinal);

    /// <summary>The constant tensors.</summary>
    public List<OnnxTensorInfo> Initializers { get; } = [];

    /// <summary>The inputs.</summary>
    public List<OnnxTensorInfo> Inputs { get; } = [];

    /// <summary>The outputs.</summary>
    public List<OnnxTensorInfo> Outputs { get; } = [];

    /// <summary>Reads it.</summary>
    /// <param name="end">Where it ends.</param>
    public void Read(long end)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Position < end)
        {
            (int number, WireType type) = reader.Field(end);
            if (number is 1 or 5 or 11 or 12 && type == WireType.Bytes)
                budget.Part();
            switch (number, type)
            {
                case (1, WireType.Bytes):
                    ReadNode(reader.Part(end));
                    break;
                case (5, WireType.Bytes):
                    var scan = new TensorScan(reader, budget);
                    OnnxTensorInfo tensor = scan.Read(reader.Part(end));
                    Initializers.Add(tensor);
                    if (scan.ListedElements is { } elements)
                        _sizes[tensor.Name] = elements;
                    if (!names.Add(tensor.Name))
                        throw reader.Fault($"initializer '{tensor.Name}' occurs twice");
                    break;
                case (11, WireType.Bytes):
                    Inputs.Add(new ValueScan(reader, budget).Read(reader.Part(end)));
                    break;
                case (12, WireType.Bytes):
                    Outputs.Add(new ValueScan(reader, budget).Read(reader.Part(end)));
                    break;
                case (15, _):
                    budget.Refuse("it has a sparse initializer");
                    reader.Skip(type, end);
                    break;
                default:
                    reader.Skip(type, end);
                    break;
            }
        }
    }

    private void ReadNode(long end)
    {
        string operation = "", domain = "";
        double? constant = null;
        List<string> inputs = [], outputs = [];
        while (reader.Position < end)
        {
            (int number, WireType type) = reader.Field(end);
            switch (number, type)
            {
                case (1 or 2, WireType.Bytes):
                    budget.Values(1);
                    List<string> names = number == 1 ? inputs : outputs;
                    if (names.Count < 2)
                        names.Add(reader.Text(end, ScanBudget.LongestName));
                    else
                        reader.Skip(type, end);
                    break;
                case (4, WireType.Bytes):
                    operation = reader.Text(end, budget.Name());
                    break;
                case (5, WireType.Bytes):
                    budget.Values(1);
                    constant = ReadAttribute(reader.Part(end)) ?? constant;
                    break;
                case (7, WireType.Bytes):
                    domain = reader.Text(end, budget.Name());
                    break;
                default:
                    reader.Skip(type, end);
                    break;
            }
        }
        if (operation.Length == 0)
            throw reader.Fault("a node has no operator");
        string full = domain is "" or "ai.onnx" ? operation : $"{domain}.{operation}";
        Operators[full] = Operators.GetValueOrDefault(full) + 1;
        if (full == "Constant" && constant is { } sizes && outputs.Count > 0)
            _sizes[outputs[0]] = sizes;
        int listed = full switch { "ConstantOfShape" => 0, "Expand" => 1, _ => -1 };
        if (listed >= 0 && inputs.Count > listed && _sizes.GetValueOrDefault(inputs[listed]) is var elements && elements > MostFilled)
            budget.Refuse(FormattableString.Invariant($"a node '{operation}' makes a tensor of {elements:g3} elements"));
    }

    /// <summary>Reads an attribute; the elements of a tensor of the sizes that it may list.</summary>
    private double? ReadAttribute(long end)
    {
        string name = "";
        double? elements = null;
        while (reader.Position < end)
        {
            (int number, WireType type) = reader.Field(end);
            switch (number, type)
            {
                case (1, WireType.Bytes):
                    name = reader.Text(end, budget.Name());
                    break;
                case (5 or 10, WireType.Bytes):
                    budget.Part();
                    var scan = new TensorScan(reader, budget);
                    scan.Read(reader.Part(end));
                    elements = scan.ListedElements;
                    break;
                case (6 or 11, _):
                    budget.Refuse($"a node has a graph of its own, in attribute '{name}'");
                    reader.Skip(type, end);
                    break;
                case (8, WireType.Bytes):
                    budget.Values(reader.Varints(reader.Part(end)));
                    break;
                case (7 or 8 or 9, _):
                    budget.Values(1);
                    reader.Skip(type, end);
                    break;
                case (22 or 23, _):
                    budget.Refuse($"a node has a sparse tensor, in attribute '{name}'");
                    reader.Skip(type, end);
                    break;
                default:
                    reader.Skip(type, end);
                    break;
            }
        }
        return elements;
    }
}
