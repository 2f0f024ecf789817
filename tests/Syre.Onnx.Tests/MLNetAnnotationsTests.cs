namespace Syre.Onnx.Tests;

[TestClass]
public sealed class MLNetAnnotationsTests
{
    [TestMethod]
    public void SlotNamesStandWhereMLNetLooksForThem()
    {
        var node = OnnxModel.Parse(WithSlotNames("left", "right").ToBytes()).Nodes.Single(n => n.Name == "mlnet.Score.SlotNames");

        CollectionAssert.AreEqual(new[] { "left", "right" }, node.Attributes["keys_strings"].AsStrings().ToArray());
    }

    [TestMethod]
    public void OnnxRuntimeRunsAGraphWithSlotNames() =>
        CollectionAssert.AreEqual(new[] { 1f, 2f }, WithSlotNames("left", "right").Run("x", [1, 2], 2));

    [TestMethod]
    public void NoNamesAreRefused() => Assert.ThrowsExactly<ArgumentException>(() => WithSlotNames());

    private static OnnxModel WithSlotNames(params string[] names)
    {
        var builder = new OnnxGraphBuilder();
        builder.AddOutput("Score", builder.AddInput("x", OnnxElementType.Float, 2), OnnxElementType.Float, 2);
        builder.AddSlotNames("Score", names);
        return builder.Build();
    }
}
