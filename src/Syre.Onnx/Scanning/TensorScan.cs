using System.Runtime.InteropServices;

namespace Syre.Onnx.Scanning;

/// <summary>Goes over a tensor: its size must be that of its data, which it must have once and in the file.</summary>
internal sealed class TensorScan(WireReader reader, ScanBudget budget)
{
    private const int MostDimensions = 32;
    private readonly List<long> _dims = [];
    private string _name = "";
    private int _type;
    private long? _rawBytes;
    private byte[] _few = [];
    private long _listed;
    private int _list;

    /// <summary>How many elements a tensor of the sizes that this one lists would have; null if this cannot be a list of sizes.</summary>
    public double? ListedElements => _type != (int)OnnxElementType.Int64 || _few.Length == 0
        ? null
        : MemoryMarshal.Cast<byte, long>(_few).ToArray().Aggregate(1.0, (product, size) => product * Math.Max(1, Math.Abs((double)size)));

    /// <summary>What the tensor is, with what is refused in it.</summary>
    /// <param name="end">Where it ends.</param>
    public OnnxTensorInfo Read(long end)
    {
        while (reader.Position < end)
        {
            (int number, WireType type) = reader.Field(end);
            switch (number, type)
            {
                case (1, WireType.Varint):
                    AddDimension(end);
                    break;
                case (1, WireType.Bytes):
                    for (long last = reader.Part(end); reader.Position < last;)
                        AddDimension(last);
                    break;
                case (2, WireType.Varint):
                    _type = (int)Math.Min(reader.Varint(end), int.MaxValue);
                    break;
                case (3, _):
                    budget.Refuse($"tensor '{_name}' is in segments");
                    reader.Skip(type, end);
                    break;
                case (4 or 5 or 6 or 7 or 10 or 11, _):
                    AddList(number, type, end);
                    break;
                case (8, WireType.Bytes):
                    _name = reader.Text(end, budget.Name());
                    break;
                case (9, WireType.Bytes):
                    if (_rawBytes is not null)
                        budget.Refuse($"tensor '{_name}' has its data twice");
                    long data = reader.Part(end);
                    _rawBytes = data - reader.Position;
                    if (_rawBytes <= MostDimensions * sizeof(long) && _rawBytes % sizeof(long) == 0)
                        _few = reader.Bytes(_rawBytes.Value, end);
                    reader.SkipTo(data, end);
                    break;
                case (13, WireType.Bytes):
                    budget.Refuse($"tensor '{_name}' has its data in another file");
                    reader.Skip(type, end);
                    break;
                case (14, WireType.Varint):
                    if (reader.Varint(end) != 0)
                        budget.Refuse($"tensor '{_name}' has its data in another file");
                    break;
                default:
                    reader.Skip(type, end);
                    break;
            }
        }
        return Checked();
    }

    private OnnxTensorInfo Checked()
    {
        if (_rawBytes is not null && _listed > 0)
            budget.Refuse($"tensor '{_name}' has its data twice, as bytes and as a list");
        // A complex number is two numbers of a list.
        long elements = _rawBytes is null && (_type is 14 or 15) ? 2 : 1;
        try
        {
            foreach (long dim in _dims)
                elements = checked(elements * dim);
        }
        catch (OverflowException)
        {
            throw Fault("more elements than can be counted");
        }
        long found = _rawBytes ?? _listed;
        long expected = _rawBytes is null ? elements : Bytes(elements) ?? found;
        if (found != expected && !budget.IsRefused)
            throw Fault($"{found} {(_rawBytes is null ? "elements" : "bytes")} of data; expected {expected}");
        return new OnnxTensorInfo(_name, (OnnxElementType)_type, _dims);
    }

    private long? Bytes(long elements)
    {
        int size =
            _type switch { 2 or 3 or 9 => 1, 4 or 5 or 10 or 16 => 2, 1 or 6 or 12 => 4, 7 or 11 or 13 or 14 => 8, 15 => 16, _ => 0 };
        return size == 0 ? null : elements > long.MaxValue / size ? throw Fault("more bytes than can be counted") : elements * size;
    }

    private InvalidDataException Fault(string found) =>
        reader.Fault($"tensor '{_name}' of type {_type} and sizes [{string.Join(", ", _dims)}] has {found}");

    private void AddDimension(long end)
    {
        long dim = (long)reader.Varint(end);
        _dims.Add(dim);
        if (dim < 0)
            throw Fault("a negative size");
        if (_dims.Count > MostDimensions)
            throw Fault($"more than {MostDimensions} sizes");
    }

    private void AddList(int number, WireType type, long end)
    {
        if (_list != 0 && _list != number)
            budget.Refuse($"tensor '{_name}' has its data twice, as two lists");
        _list = number;
        if (type != WireType.Bytes || number == 6)
        {
            _listed++;
            reader.Skip(type, end);
            return;
        }
        long last = reader.Part(end), bytes = last - reader.Position;
        int size = number switch { 4 => sizeof(float), 10 => sizeof(double), _ => 0 };
        if (size > 0 && bytes % size != 0)
            throw Fault($"a list of {bytes} bytes, no multiple of {size}");
        _listed += size > 0 ? bytes / size : reader.Varints(last);
        reader.SkipTo(last, end);
    }
}
