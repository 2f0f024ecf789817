using Syre.MLNet.Runtime;
using Syre.Torch;

namespace Syre.MLNet;

public sealed partial class SyreModelFile
{
    /// <summary>
    /// Rebuilds an encoder in TorchSharp, on the CPU, with the decoder that it was trained by, to look into or to train on. The caller
    /// disposes it.
    /// </summary>
    /// <exception cref="InvalidDataException">The network that the file describes is not the one in its graph.</exception>
    /// <exception cref="NotSupportedException">The file holds another network.</exception>
    public SyreEncoderModel CreateEncoder()
    {
        if (_metadata.Options is not SyreEncoderOptions options)
            throw new NotSupportedException($"The file holds a network for {Task} and no encoder; use {nameof(CreateModel)}.");
        TorchNative.EnsureLoaded();
        using var state = new TorchState();
        return _graph.Load(graph => Rebuild(graph, null, rebuilt =>
            new SyreEncoderModel(_metadata.FittedTask(), rebuilt, options, Summary, Report) { Origin = _metadata.Origin }));
    }
}
