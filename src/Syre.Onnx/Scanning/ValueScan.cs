namespace Syre.Onnx.Scanning;

/// <summary>Goes over an input or output of a graph: its name, and through the messages that lie in one
/// another, its type and sizes.</summary>
internal sealed class ValueScan(WireReader reader, ScanBudget budget)
{
    private readonly List<long> _dims = [];
    private string _name = "";
    private int _type;

    /// <summary>What it is; sizes that are not fixed are −1.</summary>
    /// <param name="end">Where it ends.</param>
    public OnnxTensorInfo Read(long end)
    {
        Each(end, (number, type) =>
        {
            if ((number, type) == (1, WireType.Bytes))
                _name = reader.Text(end, budget.Name());
            else if ((number, type) == (2, WireType.Bytes))
                ReadType(reader.Part(end));
            else
                reader.Skip(type, end);
        });
        return new OnnxTensorInfo(_name, (OnnxElementType)_type, _dims);
    }

    private void ReadType(long end) => EachPart(end, 1, tensor => Each(tensor, (number, type) =>
    {
        if ((number, type) == (1, WireType.Varint))
            _type = (int)Math.Min(reader.Varint(tensor), int.MaxValue);
        else if ((number, type) == (2, WireType.Bytes))
            EachPart(reader.Part(tensor), 1, ReadDimension);
        else
            reader.Skip(type, tensor);
    }));

    private void ReadDimension(long end)
    {
        long size = -1;
        Each(end, (number, type) =>
        {
            if ((number, type) == (1, WireType.Varint))
                size = (long)reader.Varint(end);
            else
                reader.Skip(type, end);
        });
        budget.Values(1);
        _dims.Add(size);
    }

    private void EachPart(long end, int wanted, Action<long> read) => Each(end, (number, type) =>
    {
        if ((number, type) == (wanted, WireType.Bytes))
            read(reader.Part(end));
        else
            reader.Skip(type, end);
    });

    private void Each(long end, Action<int, WireType> read)
    {
        while (reader.Position < end)
        {
            (int number, WireType type) = reader.Field(end);
            read(number, type);
        }
    }
}
