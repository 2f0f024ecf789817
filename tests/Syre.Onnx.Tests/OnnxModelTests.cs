using CsCheck;

namespace Syre.Onnx.Tests;

[TestClass]
public sealed class OnnxModelTests
{
    private static readonly Gen<long[]> s_shapes = Gen.Long[0, 3].Array[0, 4];

    private static readonly Gen<OnnxTensor> s_tensors = s_shapes.SelectMany(shape =>
    {
        var count = (int)shape.Aggregate(1L, (a, b) => a * b);
        return Gen.OneOf(
            Gen.Float.Array[count].Select(data => OnnxTensor.Create(data, shape)),
            Gen.Long.Array[count].Select(data => OnnxTensor.Create(data, shape)),
            Gen.Int.Array[count].Select(data => OnnxTensor.Create((ReadOnlySpan<int>)data, shape)),
            Gen.SByte.Array[count].Select(data => OnnxTensor.Create((ReadOnlySpan<sbyte>)data, shape)));
    });

    private static readonly Gen<OnnxAttribute> s_attributes = Gen.OneOf(
        Gen.Float.Select(v => (OnnxAttribute)v),
        Gen.Long.Select(v => (OnnxAttribute)v),
        Text().Select(v => (OnnxAttribute)v),
        s_tensors.Select(v => (OnnxAttribute)v),
        Gen.Float.Array[0, 5].Select(v => (OnnxAttribute)v),
        Gen.Long.Array[0, 5].Select(v => (OnnxAttribute)v),
        Text().Array[0, 5].Select(v => (OnnxAttribute)v));

    [TestMethod]
    public void InitializersComeBackBitForBit() =>
        s_tensors.Array[1, 4].Sample(tensors =>
        {
            var builder = Minimal();
            for (var i = 0; i < tensors.Length; i++)
            {
                builder.AddInitializer($"t{i}", tensors[i]);
            }
            var back = RoundTrip(builder).Initializers;

            Assert.AreEqual(tensors.Length, back.Count);
            for (var i = 0; i < tensors.Length; i++)
            {
                AssertSame(tensors[i], back[$"t{i}"]);
            }
        });

    [TestMethod]
    public void AttributesComeBackAsTheyWere() =>
        s_attributes.Array[1, 4].Sample(attributes =>
        {
            var builder = Minimal();
            var named = attributes.Select((a, i) => ($"a{i}", a)).ToArray();
            builder.AddNode("Relu", ["x"], named);

            var back = RoundTrip(builder).Nodes[^1].Attributes;

            Assert.AreEqual(attributes.Length, back.Count);
            foreach (var (name, attribute) in named)
                AssertSame(attribute, back[name]);
        });

    [TestMethod]
    public void MetadataComesBackAsItWas() =>
        Gen.Dictionary(Text(), Text())[0, 5].Sample(metadata =>
        {
            var builder = Minimal();
            foreach (var (key, value) in metadata)
                builder.Metadata[key] = value;

            CollectionAssert.AreEquivalent(metadata.ToArray(), RoundTrip(builder).Metadata.ToArray());
        });

    [TestMethod]
    public void NodesComeBackInOrderWithTheirNames()
    {
        var builder = Minimal();
        builder.AddNode(new OnnxNode { OpType = "Scaler", Domain = "ai.onnx.ml", Name = "n", Inputs = ["x", ""], Outputs = ["a", "b"] });

        var node = RoundTrip(builder).Nodes[^1];

        Assert.AreEqual(("Scaler", "ai.onnx.ml", "n"), (node.OpType, node.Domain, node.Name));
        CollectionAssert.AreEqual(new[] { "x", "" }, node.Inputs.ToArray());
        CollectionAssert.AreEqual(new[] { "a", "b" }, node.Outputs.ToArray());
    }

    [TestMethod]
    public void AStreamGivesTheSameModelAsTheBytes()
    {
        var model = Minimal().Build();
        using var stream = new MemoryStream();
        model.Write(stream);
        stream.Position = 0;

        CollectionAssert.AreEqual(model.ToBytes(), OnnxModel.Parse(stream).ToBytes());
    }

    [TestMethod]
    [DataRow("this is a text file and no model")]
    [DataRow("")]
    [DataRow("\u0001\u0002\u0003")]
    public void OtherBytesAreRefused(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);

        var fromBytes = Assert.ThrowsExactly<InvalidDataException>(() => OnnxModel.Parse(bytes));
        var fromStream = Assert.ThrowsExactly<InvalidDataException>(() => OnnxModel.Parse(new MemoryStream(bytes)));

        StringAssert.Contains(fromBytes.Message, "ONNX model");
        StringAssert.Contains(fromStream.Message, "ONNX model");
    }

    [TestMethod]
    public void ACutFileIsRefused()
    {
        var bytes = Minimal().Build().ToBytes();

        for (var length = 0; length < bytes.Length; length++)
        {
            try
            {
                OnnxModel.Parse(bytes.AsSpan(0, length));
            }
            catch (InvalidDataException)
            {
                continue;
            }
            // A cut between two fields of the outermost message cannot be told from a shorter file; the graph must be whole, though.
            Assert.AreEqual(1, OnnxModel.Parse(bytes.AsSpan(0, length)).Outputs.Count);
        }
    }

    [TestMethod]
    public void ATensorWithMissingDataIsRefusedByName()
    {
        var model = new Protobuf.ModelProto { IrVersion = 8, Graph = new() };
        model.Graph.Initializer.Add(new Protobuf.TensorProto { Name = "w", DataType = 1, Dims = { 3 }, FloatData = { 1f, 2f } });
        var bytes = Google.Protobuf.MessageExtensions.ToByteArray(model);

        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => OnnxModel.Parse(bytes)).Message, "'w'");
    }

    [TestMethod]
    public void DataInTypedListsIsReadToo()
    {
        var model = new Protobuf.ModelProto { IrVersion = 8, Graph = new() };
        model.Graph.Initializer.Add(new Protobuf.TensorProto { Name = "f", DataType = 1, Dims = { 2 }, FloatData = { 1f, 2f } });
        model.Graph.Initializer.Add(new Protobuf.TensorProto { Name = "i", DataType = 7, Dims = { 1 }, Int64Data = { -5 } });
        model.Graph.Initializer.Add(new Protobuf.TensorProto { Name = "n", DataType = 6, Dims = { 1 }, Int32Data = { int.MinValue } });
        model.Graph.Initializer.Add(new Protobuf.TensorProto { Name = "b", DataType = 3, Dims = { 1 }, Int32Data = { -128 } });
        model.Graph.Initializer.Add(new Protobuf.TensorProto
        {
            Name = "d", DataType = 11, Dims = { 1 }, RawData = Google.Protobuf.ByteString.CopyFrom(new byte[8]),
        });

        var tensors = OnnxModel.Parse(Google.Protobuf.MessageExtensions.ToByteArray(model)).Initializers;

        CollectionAssert.AreEqual(new[] { 1f, 2f }, tensors["f"].Floats.ToArray());
        CollectionAssert.AreEqual(new[] { -5L }, tensors["i"].Int64s.ToArray());
        CollectionAssert.AreEqual(new[] { int.MinValue }, tensors["n"].Int32s.ToArray());
        CollectionAssert.AreEqual(new sbyte[] { -128 }, tensors["b"].Int8s.ToArray());
        Assert.AreEqual(OnnxElementType.Double, tensors["d"].ElementType);
        Assert.ThrowsExactly<InvalidOperationException>(() => tensors["d"].Floats);
    }

    private static Gen<string> Text() => Gen.String[Gen.Char.AlphaNumeric, 0, 6].Select(s => s + "é");

    private static OnnxGraphBuilder Minimal()
    {
        var builder = new OnnxGraphBuilder();
        builder.AddOutput("y", builder.AddInput("x", OnnxElementType.Float, 1), OnnxElementType.Float, 1);
        return builder;
    }

    private static OnnxModel RoundTrip(OnnxGraphBuilder builder)
    {
        var model = builder.Build();
        var back = OnnxModel.Parse(model.ToBytes());
        CollectionAssert.AreEqual(model.ToBytes(), back.ToBytes());
        return back;
    }

    private static void AssertSame(OnnxTensor expected, OnnxTensor actual)
    {
        CollectionAssert.AreEqual(expected.Dims.ToArray(), actual.Dims.ToArray());
        Assert.AreEqual(expected.ElementType, actual.ElementType);
        CollectionAssert.AreEqual(Elements(expected), Elements(actual));
    }

    private static Array Elements(OnnxTensor tensor) => tensor.ElementType switch
    {
        OnnxElementType.Float => Bits(tensor.Floats),
        OnnxElementType.Int32 => tensor.Int32s.ToArray(),
        OnnxElementType.Int8 => tensor.Int8s.ToArray(),
        _ => tensor.Int64s.ToArray(),
    };

    private static void AssertSame(OnnxAttribute expected, OnnxAttribute actual)
    {
        Assert.AreEqual(expected.Value!.GetType(), actual.Value!.GetType());
        switch (expected.Value)
        {
            case OnnxTensor tensor:
                AssertSame(tensor, actual.AsTensor());
                break;
            case Array list:
                CollectionAssert.AreEqual(list, (Array)actual.Value);
                break;
            default:
                Assert.AreEqual(expected.Value, actual.Value);
                break;
        }
    }

    private static int[] Bits(ReadOnlyMemory<float> values) => [.. values.ToArray().Select(BitConverter.SingleToInt32Bits)];
}
