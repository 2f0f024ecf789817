using System.Runtime.InteropServices;

namespace Syre.Onnx.Protobuf;

/// <summary>From ONNX's messages to this library's types.</summary>
internal static class ProtoReading
{
    public static OnnxValue ToValue(this ValueInfoProto proto)
    {
        var type = proto.Type?.TensorType
            ?? throw new InvalidDataException($"ONNX value '{proto.Name}' is not a tensor; sequences and maps are not read here.");
        return new(proto.Name, (OnnxElementType)type.ElemType, [.. (type.Shape?.Dim ?? []).Select(ToDimension)]);
    }

    public static OnnxTensor ToTensor(this TensorProto proto)
    {
        try
        {
            return (OnnxElementType)proto.DataType switch
            {
                OnnxElementType.Float when proto.HasRawData => OnnxTensor.Create(Elements<float>(proto), [.. proto.Dims]),
                OnnxElementType.Float => OnnxTensor.Create((ReadOnlySpan<float>)[.. proto.FloatData], [.. proto.Dims]),
                OnnxElementType.Int64 when proto.HasRawData => OnnxTensor.Create(Elements<long>(proto), [.. proto.Dims]),
                OnnxElementType.Int64 => OnnxTensor.Create((ReadOnlySpan<long>)[.. proto.Int64Data], [.. proto.Dims]),
                OnnxElementType.Int32 when proto.HasRawData => OnnxTensor.Create(Elements<int>(proto), [.. proto.Dims]),
                OnnxElementType.Int32 => OnnxTensor.Create((ReadOnlySpan<int>)[.. proto.Int32Data], [.. proto.Dims]),
                OnnxElementType.Int8 when proto.HasRawData => OnnxTensor.Create(Elements<sbyte>(proto), [.. proto.Dims]),
                OnnxElementType.Int8 =>
                    OnnxTensor.Create((ReadOnlySpan<sbyte>)[.. proto.Int32Data.Select(number => (sbyte)number)], [.. proto.Dims]),
                var other => OnnxTensor.OfOtherType(other, [.. proto.Dims]),
            };
        }
        catch (Exception e) when (e is ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"ONNX tensor '{proto.Name}' is damaged: {e.Message}", e);
        }
    }

    public static OnnxNode ToNode(this NodeProto proto) => new()
    {
        OpType = proto.OpType,
        Domain = proto.Domain,
        Name = proto.Name,
        Inputs = [.. proto.Input],
        Outputs = [.. proto.Output],
        Attributes = proto.Attribute.ToUniqueDictionary(a => a.Name, ToAttribute, $"attribute of node '{proto.Name}'"),
    };

    public static Dictionary<string, TValue> ToUniqueDictionary<TProto, TValue>(
        this IEnumerable<TProto> protos, Func<TProto, string> name, Func<TProto, TValue> value, string what)
    {
        var result = new Dictionary<string, TValue>();
        foreach (var proto in protos)
        {
            if (!result.TryAdd(name(proto), value(proto)))
            {
                throw new InvalidDataException($"This ONNX model is damaged: {what} '{name(proto)}' occurs twice.");
            }
        }
        return result;
    }

    private static OnnxAttribute ToAttribute(AttributeProto proto) => new(proto.Type switch
    {
        AttributeProto.Types.AttributeType.Float => proto.F,
        AttributeProto.Types.AttributeType.Int => proto.I,
        AttributeProto.Types.AttributeType.String => proto.S.ToStringUtf8(),
        AttributeProto.Types.AttributeType.Tensor => (proto.T ?? new()).ToTensor(),
        AttributeProto.Types.AttributeType.Floats => proto.Floats.ToArray(),
        AttributeProto.Types.AttributeType.Ints => proto.Ints.ToArray(),
        AttributeProto.Types.AttributeType.Strings => proto.Strings.Select(s => s.ToStringUtf8()).ToArray(),
        _ => (object?)null,
    });

    private static OnnxDimension ToDimension(TensorShapeProto.Types.Dimension proto) => proto.ValueCase switch
    {
        TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue when proto.DimValue >= 0 => proto.DimValue,
        TensorShapeProto.Types.Dimension.ValueOneofCase.DimParam when proto.DimParam.Length > 0 => proto.DimParam,
        _ => default,
    };

    private static ReadOnlySpan<T> Elements<T>(TensorProto proto)
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("ONNX data is little endian; this processor is big endian.");

        var size = Marshal.SizeOf<T>();
        return proto.RawData.Length % size == 0
            ? MemoryMarshal.Cast<byte, T>(proto.RawData.Span)
            : throw new ArgumentException($"it holds {proto.RawData.Length} bytes, no multiple of {size}.");
    }
}
