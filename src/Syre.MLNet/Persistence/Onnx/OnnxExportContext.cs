using System.Runtime.InteropServices;
using Syre.MLNet.Persistence;
using Syre.Onnx;
using TorchSharp;

namespace Syre.MLNet;

/// <summary>Where a module is in the network being exported, and the graph that it adds itself to.</summary>
public sealed class OnnxExportContext
{
    internal OnnxExportContext(OnnxGraphBuilder graph, string path) => (Graph, Path) = (graph, path);

    /// <summary>The graph.</summary>
    public OnnxGraphBuilder Graph { get; }

    /// <summary>The module's place in the network, as <c>named_modules()</c> names it; empty for the network itself.</summary>
    public string Path { get; }

    /// <summary>Adds a child module.</summary>
    /// <param name="child">The child.</param>
    /// <param name="name">The name under which it is registered in this module.</param>
    /// <param name="input">Name of the value that goes in.</param>
    /// <returns>Name of the value that comes out.</returns>
    /// <exception cref="NotSupportedException">The child, or a module below it, cannot be expressed; the message says which and what to do.</exception>
    public string Export(torch.nn.Module<torch.Tensor, torch.Tensor> child, string name, string input)
    {
        ArgumentNullException.ThrowIfNull(child);
        var inner = new OnnxExportContext(Graph, Join(name));
        return child is IOnnxExportable exportable ? exportable.ToOnnx(inner, input) : ModuleConverters.Convert(inner, child, input);
    }

    /// <summary>Adds a parameter or buffer of this module under the name that <c>state_dict()</c> of the network gives it, so that the network can be rebuilt
    /// from the file.</summary>
    /// <param name="name">The name under which it is registered in this module.</param>
    /// <param name="tensor">The parameter or buffer: float32, or int64.</param>
    /// <returns>Name of the value.</returns>
    public string AddState(string name, torch.Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using var scope = torch.NewDisposeScope();
        torch.Tensor host = tensor.detach().cpu().contiguous();
        return host.dtype == torch.ScalarType.Int64
            ? Graph.AddInitializer(Join(name), MemoryMarshal.Cast<byte, long>(host.bytes), host.shape)
            : Graph.AddInitializer(Join(name), MemoryMarshal.Cast<byte, float>(host.to(torch.float32).bytes), host.shape);
    }

    /// <summary>Adds a node of one output.</summary>
    internal string Op(string opType, params ReadOnlySpan<string> inputs) => Graph.AddNode(opType, inputs);

    /// <summary>What is thrown for a module that cannot be expressed.</summary>
    internal NotSupportedException NotExpressible(torch.nn.Module module, string? because = null) => new(
        $"The module '{(Path.Length > 0 ? Path : "(the network)")}' of type {module.GetType().FullName} cannot be saved as ONNX" +
        $"{(because is null ? "" : $": {because}")}. The model trains and scores in memory all the same; to save it, let the module's class " +
        $"implement {typeof(IOnnxExportable).FullName}, or use layers that can be expressed ({ModuleConverters.Names}).");

    private string Join(string name) => Path.Length > 0 ? $"{Path}.{name}" : name;
}
