using TorchSharp.Modules;

namespace Syre.MLNet.Export;

/// <summary>
/// Flattening and its reverse. Ranks are not known here, so shapes are computed by the graph; OnnxRuntime folds what is fixed.
/// </summary>
internal static class ShapeConverters
{
    public static void AddTo(ModuleConverters converters)
    {
        converters.Add<Flatten>((c, m, x) => m.start_dim == 1 && m.end_dim == -1
            ? c.Graph.AddNode("Flatten", [x], ("axis", 1))
            : ReplaceDims(c, x, m.start_dim, m.end_dim, [-1]));
        converters.Add<Unflatten>((c, m, x) => ReplaceDims(c, x, m.dim, m.dim, m.unflattened_size));
    }

    /// <summary>Applies something to <c>[rows, channels, everything else]</c>, and restores the shape.</summary>
    public static string ByChannel(OnnxExportContext c, string x, long channels, Func<string, string> apply) =>
        c.Op("Reshape", apply(c.Op("Reshape", x, c.Graph.AddInt64Constant(0, channels, -1))), c.Op("Shape", x));

    /// <summary>From <c>[n]</c> to <c>[n, 1]</c>.</summary>
    public static string Column(OnnxExportContext c, string vector) => c.Op("Unsqueeze", vector, c.Graph.AddInt64Constant(1));

    /// <summary>
    /// Puts other sizes in the place of dimensions <paramref name="first"/> to <paramref name="last"/>; negative ones count from the end.
    /// </summary>
    private static string ReplaceDims(OnnxExportContext c, string x, long first, long last, long[] sizes)
    {
        List<string> shape = [c.Graph.AddInt64Constant(sizes)];
        if (first != 0)
            shape.Insert(0, c.Graph.AddNode("Shape", [x], ("end", first)));
        if (last != -1)
            shape.Add(c.Graph.AddNode("Shape", [x], ("start", last + 1)));
        return c.Op("Reshape", x, c.Graph.AddNode("Concat", [.. shape], ("axis", 0)));
    }
}
