using Microsoft.ML;
using Syre.MLNet.Files;
using Syre.MLNet.Models;
using Syre.MLNet.Runtime;
using Syre.Torch;

namespace Syre.MLNet;

public sealed partial class SyreModelFile
{
    /// <summary>
    /// Rebuilds a network of texts in TorchSharp, on the CPU, with what it knows of texts, from the graph and from the words in ML.NET's
    /// parts before it. Weights that are stored in 8 bits are what they were rounded to. The caller disposes it.
    /// </summary>
    /// <param name="context">Loads ML.NET's parts.</param>
    /// <exception cref="InvalidDataException">The network that the file describes is not the one in its graph, or the file is of before
    /// the state was named.</exception>
    /// <exception cref="ArgumentException">The file holds a network of another trainer.</exception>
    internal SyreTextClassificationModel CreateTextModel(MLContext context)
    {
        if (_metadata.Options is not SyreTextClassificationOptions)
            throw new ArgumentException("The file holds a network of SyreNetwork: use the trainer that made it.", nameof(InitialModel));
        TorchNative.EnsureLoaded();
        using var state = new TorchState();
        // Kept with its weights this time, and of the same moment as the parts.
        SyreModelFile file = OpenAll(_graph.File, _maximumBytes, keepsTexts: true)
            .FirstOrDefault(file => file._graph.Entry.Name == _graph.Entry.Name)
                ?? throw new InvalidDataException($"'{_graph.File}' holds this network no more.");
        using SavedChain chain = LoadChain(context);
        ModelMetadata metadata = file._metadata;
        return file._graph.Load(graph => new TextModelReader(graph, metadata, chain.Own).Read(metadata.FittedTask(), file.Report));
    }

    /// <summary>The pipeline around the network, as ML.NET loads it.</summary>
    internal SavedChain LoadChain(MLContext context) => SavedChain.Load(context, _graph.File, _graph.Entry.Name);
}
