using TorchSharp;
using TorchSharp.Modules;

namespace Syre.MLNet.Export;

/// <summary>Pooling over one or two dimensions.</summary>
internal static class PoolingConverters
{
    public static void AddTo(ModuleConverters converters)
    {
        converters.Add<MaxPool1d>((c, m, x) => Max(
            c, x, [m.kernel_size], [m.stride ?? m.kernel_size], [m.padding ?? 0], [m.dilation ?? 1], m.ceil_mode));
        converters.Add<MaxPool2d>((c, m, x) => Max(
            c, x, m.kernel_size, m.stride ?? m.kernel_size, m.padding ?? [0, 0], m.dilation ?? [1, 1], m.ceil_mode));
        converters.Add<AvgPool1d>((c, m, x) => Average(
            c, x, [m.kernel_size], [m.stride ?? m.kernel_size], [m.padding ?? 0], m.ceil_mode, m.count_include_pad));
        converters.Add<AvgPool2d>((c, m, x) => m.divisor_override is null
            ? Average(c, x, m.kernel_size, m.stride ?? m.kernel_size, m.padding ?? [0, 0], m.ceil_mode, m.count_include_pad)
            : throw c.NotExpressible(m, $"it divides by {m.divisor_override} in place of the window's size"));
        converters.Add<AdaptiveAvgPool1d>((c, m, x) => Global(c, m, x, m.output_size));
        converters.Add<AdaptiveAvgPool2d>((c, m, x) => Global(c, m, x, m.output_size));
    }

    private static string Max(OnnxExportContext c, string x, long[] kernel, long[] stride, long[] padding, long[] dilation, bool ceiling) =>
        c.Graph.AddNode(
            "MaxPool", [x], ("kernel_shape", kernel), ("strides", stride), ("pads", BothSides(padding)), ("dilations", dilation),
            ("ceil_mode", ceiling ? 1 : 0));

    private static string Average(
        OnnxExportContext c, string x, long[] kernel, long[] stride, long[] padding, bool ceiling, bool countPadding) =>
        c.Graph.AddNode(
            "AveragePool", [x], ("kernel_shape", kernel), ("strides", stride), ("pads", BothSides(padding)),
            ("ceil_mode", ceiling ? 1 : 0), ("count_include_pad", countPadding ? 1 : 0));

    private static string Global(OnnxExportContext c, torch.nn.Module module, string x, params long[] size) =>
        size.All(length => length == 1)
        ? c.Op("GlobalAveragePool", x)
        : throw c.NotExpressible(module, $"its output size is {string.Join(" x ", size)}, and only 1 can be expressed");

    private static long[] BothSides(long[] padding) => [.. padding, .. padding];
}
