using Google.Protobuf;

namespace Syre.Onnx.Protobuf;

/// <summary>From this library's types to ONNX's messages.</summary>
internal static class ProtoWriting
{
    public static ValueInfoProto ToValueInfo(string name, OnnxElementType type, ReadOnlySpan<OnnxDimension> shape)
    {
        var proto = new TensorShapeProto();
        foreach (var dimension in shape)
        {
            proto.Dim.Add(dimension.Size is { } size
                ? new TensorShapeProto.Types.Dimension { DimValue = size }
                : new TensorShapeProto.Types.Dimension { DimParam = dimension.Symbol });
        }
        return new() { Name = name, Type = new() { TensorType = new() { ElemType = (int)type, Shape = proto } } };
    }

    public static TensorProto ToProto(this OnnxTensor tensor, string? name = null)
    {
        var proto = new TensorProto { DataType = (int)tensor.ElementType };
        if (name is not null)
            proto.Name = name;

        proto.Dims.AddRange(tensor.Dims);
        proto.RawData = LittleEndian(tensor.Bytes);
        return proto;
    }

    public static NodeProto ToProto(this OnnxNode node)
    {
        var proto = new NodeProto { OpType = node.OpType, Name = node.Name };
        if (node.Domain.Length > 0)
            proto.Domain = node.Domain;

        proto.Input.AddRange(node.Inputs);
        proto.Output.AddRange(node.Outputs);
        foreach (var (name, attribute) in node.Attributes)
            proto.Attribute.Add(ToProto(name, attribute));

        return proto;
    }

    private static AttributeProto ToProto(string name, OnnxAttribute attribute)
    {
        var proto = new AttributeProto { Name = name };
        switch (attribute.Value)
        {
            case float value:
                (proto.Type, proto.F) = (AttributeProto.Types.AttributeType.Float, value);
                break;
            case long value:
                (proto.Type, proto.I) = (AttributeProto.Types.AttributeType.Int, value);
                break;
            case string value:
                (proto.Type, proto.S) = (AttributeProto.Types.AttributeType.String, ByteString.CopyFromUtf8(value));
                break;
            case OnnxTensor value:
                (proto.Type, proto.T) = (AttributeProto.Types.AttributeType.Tensor, value.ToProto());
                break;
            case float[] values:
                proto.Type = AttributeProto.Types.AttributeType.Floats;
                proto.Floats.AddRange(values);
                break;
            case long[] values:
                proto.Type = AttributeProto.Types.AttributeType.Ints;
                proto.Ints.AddRange(values);
                break;
            case string[] values:
                proto.Type = AttributeProto.Types.AttributeType.Strings;
                proto.Strings.AddRange(values.Select(ByteString.CopyFromUtf8));
                break;
            default:
                throw new NotSupportedException($"Attribute '{name}' is of a type that is not written here.");
        }
        return proto;
    }

    private static ByteString LittleEndian(ReadOnlySpan<byte> data) => BitConverter.IsLittleEndian
        ? ByteString.CopyFrom(data)
        : throw new PlatformNotSupportedException("ONNX data is little endian; this processor is big endian.");
}
