using Syre.Onnx;
using TorchSharp;
using TorchSharp.Modules;

namespace Syre.MLNet.Persistence.Converters;

/// <summary>Convolutions and pooling over one or two dimensions.</summary>
internal static class ConvolutionConverters
{
    public static void AddTo(ModuleConverters converters)
    {
        converters.Add<Conv1d>((c, m, x) => Convolution(c, m, x));
        converters.Add<Conv2d>((c, m, x) => Convolution(c, m, x));
        converters.Add<MaxPool1d>((c, m, x) => MaxPool(
            c, x, [m.kernel_size], [m.stride ?? m.kernel_size], [m.padding ?? 0], [m.dilation ?? 1], m.ceil_mode));
        converters.Add<MaxPool2d>((c, m, x) => MaxPool(
            c, x, m.kernel_size, m.stride ?? m.kernel_size, m.padding ?? [0, 0], m.dilation ?? [1, 1], m.ceil_mode));
        converters.Add<AvgPool1d>((c, m, x) => AveragePool(
            c, x, [m.kernel_size], [m.stride ?? m.kernel_size], [m.padding ?? 0], m.ceil_mode, m.count_include_pad));
        converters.Add<AvgPool2d>((c, m, x) => m.divisor_override is null
            ? AveragePool(c, x, m.kernel_size, m.stride ?? m.kernel_size, m.padding ?? [0, 0], m.ceil_mode, m.count_include_pad)
            : throw c.NotExpressible(m, "it overrides the divisor"));
        converters.Add<AdaptiveAvgPool1d>((c, m, x) => Global(c, m, x, m.output_size));
        converters.Add<AdaptiveAvgPool2d>((c, m, x) => Global(c, m, x, m.output_size));
    }

    private static string Convolution(OnnxExportContext c, Convolution module, string x)
    {
        if (module.padding_mode != PaddingModes.Zeros)
            throw c.NotExpressible(module, $"it pads with {module.padding_mode}, and only zeros can be expressed");
        List<string> inputs = [x, c.AddState("weight", module.weight!)];
        if (module.bias is { } bias)
            inputs.Add(c.AddState("bias", bias));
        List<(string, OnnxAttribute)> attributes =
            [("strides", module.stride), ("dilations", module.dilation), ("group", module.groups)];
        attributes.Add(module.padding_type switch
        {
            Padding.Same => ("auto_pad", "SAME_UPPER"),
            Padding.Valid => ("auto_pad", "VALID"),
            _ => ("pads", BothSides(module.padding!)),
        });
        return c.Graph.AddNode("Conv", [.. inputs], [.. attributes]);
    }

    private static string MaxPool(OnnxExportContext c, string x, long[] kernel, long[] stride, long[] padding, long[] dilation, bool ceiling) =>
        c.Graph.AddNode(
            "MaxPool", [x], ("kernel_shape", kernel), ("strides", stride), ("pads", BothSides(padding)), ("dilations", dilation),
            ("ceil_mode", ceiling ? 1 : 0));

    private static string AveragePool(OnnxExportContext c, string x, long[] kernel, long[] stride, long[] padding, bool ceiling, bool countPadding) =>
        c.Graph.AddNode(
            "AveragePool", [x], ("kernel_shape", kernel), ("strides", stride), ("pads", BothSides(padding)), ("ceil_mode", ceiling ? 1 : 0),
            ("count_include_pad", countPadding ? 1 : 0));

    private static string Global(OnnxExportContext c, torch.nn.Module module, string x, params long[] size) => size.All(length => length == 1)
        ? c.Op("GlobalAveragePool", x)
        : throw c.NotExpressible(module, $"its output size is {string.Join(" x ", size)}, and only 1 can be expressed");

    private static long[] BothSides(long[] padding) => [.. padding, .. padding];
}
