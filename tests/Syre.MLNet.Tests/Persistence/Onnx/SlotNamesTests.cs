using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.Onnx;

namespace Syre.MLNet.Tests.Persistence;

[TestClass]
public sealed class SlotNamesTests
{
    [TestMethod]
    public void MLNetReadsTheSlotNamesOfAGraph()
    {
        var graph = new OnnxGraphBuilder();
        graph.AddInput("Features", OnnxElementType.Float, 1, 2);
        graph.AddOutput("Scaled", graph.AddNode("Mul", ["Features", graph.AddConstant(2f)]), OnnxElementType.Float, 1, 2);
        graph.AddSlotNames("Scaled", ["left", "right"]);
        var mlContext = new MLContext();
        using var bytes = new MemoryStream(graph.Build().ToBytes());
        IDataView rows = mlContext.Data.LoadFromEnumerable([new Row { Features = [1, 3] }]);

        IDataView scored = mlContext.Transforms.ApplyOnnxModel("Scaled", "Features", bytes).Fit(rows).Transform(rows);

        VBuffer<ReadOnlyMemory<char>> names = default;
        scored.Schema["Scaled"].GetSlotNames(ref names);
        CollectionAssert.AreEqual(new[] { "left", "right" }, names.DenseValues().Select(name => name.ToString()).ToArray());
        CollectionAssert.AreEqual(new[] { 2f, 6f }, scored.GetColumn<float[]>("Scaled").Single());
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];
    }
}
