using static TorchSharp.torch;

namespace Syre.Torch.Diagnostics;

/// <summary>Refuses layers and batches that do not fit each other: mistakes of the caller, which are no failed measurements.</summary>
internal static class LayerShapes
{
    /// <exception cref="ArgumentException">A layer's tensors do not fit its width; all that are wrong are listed.</exception>
    public static void Check(IReadOnlyList<ObservedLayer> layers)
    {
        var violations = new Violations();
        foreach (ObservedLayer layer in layers)
        {
            violations.Require(layer.Width >= 1, $"Layer {layer.Name}: Width is {layer.Width}; it must be 1 or more.");
            violations.Require(layer.StaticBiasSize is null or (> 0 and < double.PositiveInfinity),
                $"Layer {layer.Name}: StaticBiasSize is {layer.StaticBiasSize}; it must be a finite number above 0, or null without syre.");
            Require(layer, nameof(layer.Incoming), layer.Incoming, dimensions: 2, unitDimension: 0);
            Require(layer, nameof(layer.Bias), layer.Bias, dimensions: 1, unitDimension: 0);
            Require(layer, nameof(layer.Outgoing), layer.Outgoing, dimensions: 2, unitDimension: 1);
            violations.Require(layer.Weights is null || layer.Weights.dim() == 2, $"Layer {layer.Name}: Weights must have two dimensions.");
        }
        violations.ThrowIfAny(nameof(CollapseProbe));

        void Require(ObservedLayer layer, string name, Tensor? tensor, int dimensions, int unitDimension) => violations.Require(
            tensor is null || tensor.dim() == dimensions && tensor.shape[unitDimension] == layer.Width,
            $"Layer {layer.Name}: {name} has shape [{string.Join(", ", tensor?.shape ?? [])}]; expected {dimensions} dimension(s), " +
            $"of them dimension {unitDimension} of length {layer.Width}, the layer's width.");
    }

    /// <exception cref="ArgumentException">The batch has other layers, or other widths.</exception>
    public static void Check(IReadOnlyList<ObservedLayer> layers, Observation batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Activations.Count != layers.Count)
            throw new ArgumentException($"The observation has {batch.Activations.Count} layers; expected {layers.Count}.", nameof(batch));
        for (int i = 0; i < layers.Count; i++)
            ActivationStatistics.RequireShape(batch.Activations[i], layers[i].Width);
    }

    /// <exception cref="ArgumentException">The baseline is of another network.</exception>
    public static void Check(IReadOnlyList<ObservedLayer> layers, CollapseReport? baseline)
    {
        if (baseline is not null && !baseline.Layers.Select(layer => layer.Width).SequenceEqual(layers.Select(layer => layer.Width)))
        {
            throw new ArgumentException(
                $"The baseline has layers of width [{string.Join(", ", baseline.Layers.Select(layer => layer.Width))}]; expected " +
                $"[{string.Join(", ", layers.Select(layer => layer.Width))}], a network of the same shape.", nameof(baseline));
        }
    }
}
