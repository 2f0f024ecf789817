namespace Syre.Onnx.Tests;

[TestClass]
public sealed class OnnxValuesTests
{
    [TestMethod]
    public void ATensorNeedsAsManyElementsAsItsShapeSays() =>
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => OnnxTensor.Create([1f, 2f], 3, 1)).Message, "[3, 1] has 3 elements; found 2");

    [TestMethod]
    public void ATensorsSizesAreNotNegative() =>
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => OnnxTensor.Create([1f], -1)).Message, "-1");

    [TestMethod]
    public void ATensorKeepsItsOwnCopy()
    {
        float[] data = [1, 2];
        var tensor = OnnxTensor.Create(data, 2);
        data[0] = 9;

        CollectionAssert.AreEqual(new[] { 1f, 2f }, tensor.Floats.ToArray());
    }

    [TestMethod]
    public void ATensorReadAsAnotherTypeIsRefused() =>
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => OnnxTensor.Create([1L]).Floats).Message, "Int64, not Float");

    [TestMethod]
    public void AnAttributeReadAsAnotherTypeIsRefused()
    {
        OnnxAttribute attribute = 1;

        Assert.AreEqual(1, attribute.AsInt64());
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => attribute.AsFloats()).Message, "Int64, not a Single[]");
    }

    [TestMethod]
    public void EachAccessorGivesTheValueOfItsType()
    {
        Assert.AreEqual(1.5f, ((OnnxAttribute)1.5f).AsFloat());
        Assert.AreEqual("s", ((OnnxAttribute)"s").AsString());
        Assert.AreEqual(2L, ((OnnxAttribute)OnnxTensor.Create([1f, 2f], 2)).AsTensor().Dims[0]);
        Assert.AreEqual(2f, ((OnnxAttribute)new[] { 1f, 2f }).AsFloats()[1]);
        Assert.AreEqual(2L, ((OnnxAttribute)new[] { 1L, 2L }).AsInt64s()[1]);
        Assert.AreEqual("b", ((OnnxAttribute)new[] { "a", "b" }).AsStrings()[1]);
    }

    [TestMethod]
    public void ADimensionIsFixedOrSymbolic()
    {
        OnnxDimension size = 3;
        OnnxDimension symbol = "batch";

        Assert.AreEqual((3L, null), (size.Size!.Value, size.Symbol));
        Assert.AreEqual((null, "batch"), (symbol.Size, symbol.Symbol));
        Assert.AreEqual("3 batch ?", $"{size} {symbol} {default(OnnxDimension)}");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => (OnnxDimension)(-1));
        Assert.ThrowsExactly<ArgumentException>(() => (OnnxDimension)"");
    }
}
