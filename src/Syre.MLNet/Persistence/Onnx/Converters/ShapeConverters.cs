using TorchSharp.Modules;

namespace Syre.MLNet.Persistence.Converters;

/// <summary>Flattening and its reverse.</summary>
internal static class ShapeConverters
{
    public static void AddTo(ModuleConverters converters)
    {
        converters.Add<Flatten>((c, m, x) => m.start_dim == 1 && m.end_dim == -1
            ? c.Graph.AddNode("Flatten", [x], ("axis", 1))
            : throw c.NotExpressible(m, $"it flattens dimensions {m.start_dim} to {m.end_dim}, and only 1 to the last can be expressed"));
        converters.Add<Unflatten>((c, m, x) => m.dim == 1
            ? c.Op("Reshape", x, c.Graph.AddInt64Constant([0, .. m.unflattened_size]))
            : throw c.NotExpressible(m, $"it unflattens dimension {m.dim}, and only dimension 1 of rows can be expressed"));
    }
}
