namespace Syre.Onnx.Tests;

[TestClass]
public sealed class OnnxGraphBuilderTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void OnnxRuntimeRunsAGraphWithASymbolicBatch(int rows)
    {
        var input = Enumerable.Range(0, rows * 2).Select(i => (float)i).ToArray();

        var output = Affine("batch").Run("x", input, rows, 2);

        CollectionAssert.AreEqual(input.Chunk(2).Select(r => r[0] - (2 * r[1]) + 0.5f).ToArray(), output);
    }

    [TestMethod]
    public void OnnxRuntimeRunsAGraphWithAFixedBatch() =>
        CollectionAssert.AreEqual(new[] { -2.5f }, Affine(1).Run("x", [1, 2], 1, 2));

    [TestMethod]
    public void OnnxRuntimeTakesEveryKindOfAttribute()
    {
        var builder = new OnnxGraphBuilder();
        var value = builder.AddInput("x", OnnxElementType.Float, "batch", 2);
        value = builder.AddNode("LeakyRelu", [value], ("alpha", 0.25f));
        value = builder.AddNode("Transpose", [value], ("perm", new long[] { 1, 0 }));
        value = builder.AddNode("Add", [value, builder.AddNode("Constant", [], ("value_floats", new[] { 1f }))]);
        value = builder.AddNode("Add", [value, builder.AddConstant(OnnxTensor.Create([10f, 20f], 2, 1))]);
        value = builder.AddNode("Reshape", [value, builder.AddInt64Constant(1, -1)], ("allowzero", 0));
        value = builder.AddNode("Pad", [value, builder.AddInt64Constant(0, 1, 0, 0), builder.AddConstant(7f)], ("mode", "constant"));
        var split = new OnnxNode
        {
            OpType = "Split",
            Inputs = [value, builder.AddInt64Constant(1, 2)],
            Outputs = ["head", "tail"],
            Attributes = new Dictionary<string, OnnxAttribute> { ["axis"] = 1 },
        };
        builder.AddNode(split);
        value = builder.AddNode("Concat", ["tail", "head"], ("axis", 1));
        builder.AddOutput("y", value, OnnxElementType.Float, 1, 3);

        CollectionAssert.AreEqual(new[] { 10f, 25f, 7f }, builder.Build().Run("x", [-4, 4], 1, 2));
    }

    [TestMethod]
    public void AnOptionalInputCanBeLeftOut()
    {
        var builder = new OnnxGraphBuilder();
        builder.AddInput("x", OnnxElementType.Float, "batch", 2);
        var value = builder.AddNode("Clip", ["x", "", builder.AddConstant(1f)]);
        builder.AddOutput("y", value, OnnxElementType.Float, "batch", 2);

        CollectionAssert.AreEqual(new[] { -3f, 1f }, builder.Build().Run("x", [-3, 3], 1, 2));
    }

    [TestMethod]
    public void OptionalInputsLeftOutAtTheEndAreDropped()
    {
        var builder = new OnnxGraphBuilder();
        builder.AddInput("x", OnnxElementType.Float, "batch", 2);
        builder.AddOutput("y", builder.AddNode("Clip", ["x", "", ""]), OnnxElementType.Float, "batch", 2);

        CollectionAssert.AreEqual(new[] { "x" }, builder.Build().Nodes[0].Inputs.ToArray());
    }

    [TestMethod]
    public void AnOutputTakesTheNameAskedFor()
    {
        var model = Affine("batch");

        Assert.AreEqual("y: Float[batch, 1]", model.Outputs.Single().ToString());
        Assert.AreEqual("x: Float[batch, 2]", model.Inputs.Single().ToString());
    }

    [TestMethod]
    public void ConstantsAreNotAmongTheInitializers() =>
        CollectionAssert.AreEqual(new[] { "weight" }, Affine("batch").Initializers.Keys.ToArray());

    [TestMethod]
    public void ChosenNamesAvoidThoseGiven()
    {
        var builder = new OnnxGraphBuilder();
        builder.AddInput("Relu_1", OnnxElementType.Float, 1);

        var first = builder.AddNode("Relu", ["Relu_1"]);
        var second = builder.AddNode("Relu", [first]);

        Assert.AreEqual(3, new HashSet<string> { "Relu_1", first, second }.Count);
    }

    [TestMethod]
    public void BuildingTwiceGivesIndependentModels()
    {
        var builder = new OnnxGraphBuilder();
        builder.AddOutput("y", builder.AddInput("x", OnnxElementType.Float, 1), OnnxElementType.Float, 1);
        var first = builder.Build();
        builder.AddNode("Relu", ["x"]);
        builder.Metadata["later"] = "yes";

        Assert.AreEqual(1, first.Nodes.Count);
        Assert.AreEqual(0, first.Metadata.Count);
        Assert.AreEqual("yes", builder.Build().Metadata["later"]);
    }

    [TestMethod]
    public void AnUnknownInputIsRefusedByName() => Refused(b => b.AddNode("Relu", ["lost"]), "Relu reads 'lost'");

    [TestMethod]
    public void AnUnknownOutputIsRefusedByName() => Refused(b => b.AddOutput("y", "lost", OnnxElementType.Float, 1), "reads 'lost'");

    [TestMethod]
    public void ATakenValueNameIsRefused()
    {
        Refused(b => b.AddInput("x", OnnxElementType.Float, 1), "a value 'x' already");
        Refused(b => b.AddOutput("x", b.AddNode("Relu", ["x"]), OnnxElementType.Float, 1), "a value 'x' already");
        Refused(b => b.AddNode(new OnnxNode { OpType = "Relu", Inputs = ["x"], Outputs = ["x"] }), "a value 'x' already");
        Refused(
            b =>
            {
                b.AddInitializer("w", [1f], 1);
                b.AddInitializer("w", [1f], 1);
            },
            "a value 'w' already");
    }

    /// <summary>Every name that the graph itself uses, as name of an input and of an output, before and after the
    /// value inside has it.</summary>
    [TestMethod]
    public void InputsAndOutputsMayHaveTheNameOfAnyValueInside()
    {
        string[] inside = [.. Named("in", "out").Nodes.SelectMany(node => node.Outputs).Except(["again"]).Append("weight").Append("weight~")
            .Append("Identity_1")];
        foreach (string input in inside)
        {
            foreach (string output in inside.Where(name => name != input))
            {
                OnnxModel model = Named(input, output);
                Assert.AreEqual((input, output), (model.Inputs.Single().Name, model.Outputs[0].Name));
                CollectionAssert.AreEqual(new[] { 8f, 6f }, model.Run(input, [3, 2], 1, 2), $"{input} to {output}");
                Assert.AreEqual("weight", model.GivenName(model.Initializers.Keys.Single()));
            }
        }
    }

    [TestMethod]
    public void AValueOfANodeBecomesTheOutputItselfAndWhatIsNoneIsCopied()
    {
        var builder = new OnnxGraphBuilder();
        string input = builder.AddInput("x", OnnxElementType.Float, 1), weight = builder.AddInitializer("w", [4f], 1);
        string value = builder.AddNode("Add", [input, weight]);
        builder.AddOutput("first", value, OnnxElementType.Float, 1);
        Assert.AreEqual("Add", builder.Build().Nodes.Single().OpType);
        builder.AddOutput("second", value, OnnxElementType.Float, 1);
        builder.AddOutput("third", weight, OnnxElementType.Float, 1);
        builder.AddOutput("fourth", input, OnnxElementType.Float, 1);
        builder.AddOutput("fifth", builder.AddNode("Neg", [value]), OnnxElementType.Float, 1);
        OnnxModel model = builder.Build();
        Assert.AreEqual(3, model.Nodes.Count(node => node.OpType == "Identity"));
        CollectionAssert.AreEqual(new[] { 5f }, model.Run("x", [1], 1));
    }

    [TestMethod]
    public void ATakenOutputNameIsRefused() => Refused(
        b =>
        {
            b.AddOutput("x", "x", OnnxElementType.Float, 1);
            b.AddOutput("x", "x", OnnxElementType.Float, 1);
        },
        "an output 'x' already");

    [TestMethod]
    public void ATakenNodeNameIsRefused() => Refused(
        b =>
        {
            b.AddNode(new OnnxNode { OpType = "Relu", Name = "n", Inputs = ["x"], Outputs = ["a"] });
            b.AddNode(new OnnxNode { OpType = "Relu", Name = "n", Inputs = ["x"], Outputs = ["b"] });
        },
        "node named 'n'");

    [TestMethod]
    public void AnOutputOfRankZeroIsRefused() => Refused(b => b.AddOutput("y", "x", OnnxElementType.Float), "rank 0");

    [TestMethod]
    public void AnAttributeGivenTwiceIsRefused() => Refused(b => b.AddNode("LeakyRelu", ["x"], ("alpha", 1f), ("alpha", 2f)), "'alpha'");

    [TestMethod]
    public void AnUnknownDomainIsRefused() =>
        Refused(b => b.AddNode(new OnnxNode { OpType = "Gelu", Domain = "com.microsoft", Outputs = ["y"] }), "com.microsoft");

    [TestMethod]
    public void AnEmptyNameIsRefused() => Refused(b => b.AddInput("", OnnxElementType.Float, 1), "empty");

    [TestMethod]
    public void AGraphWithoutOutputsIsRefused() =>
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => new OnnxGraphBuilder().Build()).Message, "AddOutput");

    private static void Refused(Action<OnnxGraphBuilder> act, string message)
    {
        var builder = new OnnxGraphBuilder();
        builder.AddInput("x", OnnxElementType.Float, 1);

        StringAssert.Contains(Assert.Throws<ArgumentException>(() => act(builder)).Message, message);
    }

    /// <summary>2 · (x + weight) for weight [1, 1], built in an order that makes every name inside known before the output.</summary>
    private static OnnxModel Named(string input, string output)
    {
        var builder = new OnnxGraphBuilder();
        string x = builder.AddInput(input, OnnxElementType.Float, 1, 2);
        string sum = builder.AddNode("Add", [x, builder.AddInitializer("weight", [1f, 1f], 2)]);
        string twice = builder.AddNode("Mul", [sum, builder.AddConstant(2f)]);
        builder.AddOutput(output, twice, OnnxElementType.Float, 1, 2);
        builder.AddOutput("again", twice, OnnxElementType.Float, 1, 2);
        return builder.Build();
    }

    private static OnnxModel Affine(OnnxDimension batch)
    {
        var builder = new OnnxGraphBuilder();
        builder.AddInput("x", OnnxElementType.Float, batch, 2);
        builder.AddInitializer("weight", [1f, -2f], 2, 1);
        var product = builder.AddNode("MatMul", ["x", "weight"]);
        builder.AddOutput("y", builder.AddNode("Add", [product, builder.AddConstant(0.5f)]), OnnxElementType.Float, batch, 1);
        return builder.Build();
    }
}
