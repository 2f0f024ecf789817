using Syre.Onnx;
using static TorchSharp.torch;

namespace Syre.MLNet.Export;

/// <summary>Writes a TorchSharp network, as it computes in evaluation mode, into an ONNX graph with all of its state.</summary>
internal static class OnnxExporter
{
    /// <summary>Adds the network, and returns the name of its output and of what each of its modules reads.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="network">The network. Each parameter and buffer of its <c>state_dict()</c> becomes an initializer of the same
    /// name.</param>
    /// <param name="input">Name of the value that goes in; a fixed and a symbolic number of rows both work.</param>
    /// <exception cref="NotSupportedException">A module cannot be expressed; the message names it.</exception>
    public static (string Output, IReadOnlyDictionary<nn.Module, string> Inputs) Add(
        OnnxGraphBuilder graph, nn.Module<Tensor, Tensor> network, string input)
    {
        var state = new ExportedState(graph, network);
        string output = new OnnxExportContext(graph, "", state).Convert(network, input);
        state.AddUnused();
        return (output, state.Inputs);
    }
}
