using Syre.Onnx;

namespace Syre.MLNet.Export;

/// <summary>Values that several of our graphs have.</summary>
internal static class GraphExtensions
{
    /// <summary>
    /// Adds a value that is NaN in all of a row where a number of another value's row is NaN or infinite, which some operators of the
    /// runtime would swallow: zero times these is NaN.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="value">The value otherwise, <c>[rows, size]</c>.</param>
    /// <param name="size">Its numbers a row.</param>
    /// <param name="source">The other value, <c>[rows, sourceSize]</c>.</param>
    /// <param name="sourceSize">Its numbers a row.</param>
    public static string AddOrMissing(this OnnxGraphBuilder graph, string value, int size, string source, int sourceSize)
    {
        string zeros = graph.AddNode("ConstantOfShape", [graph.AddInt64Constant(sourceSize, size)]);
        return graph.AddNode("Gemm", [source, zeros, value]);
    }
}
