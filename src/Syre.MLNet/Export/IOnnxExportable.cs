namespace Syre.MLNet;

/// <summary>
/// Implemented by a TorchSharp module of the user's own that is to be saved: it says how it computes, in operators of ONNX. TorchSharp's
/// common layers need nothing.
/// </summary>
public interface IOnnxExportable
{
    /// <summary>Adds the nodes of this module to the graph, as it computes in evaluation mode.</summary>
    /// <param name="context">The graph, and the way to export parameters, buffers and child modules.</param>
    /// <param name="input">Name of the value that goes in: what <c>forward</c> takes.</param>
    /// <returns>Name of the value that comes out: what <c>forward</c> gives.</returns>
    string ToOnnx(OnnxExportContext context, string input);
}
