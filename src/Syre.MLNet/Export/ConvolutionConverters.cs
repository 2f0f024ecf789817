using TorchSharp;
using TorchSharp.Modules;

namespace Syre.MLNet.Export;

/// <summary>Convolutions over one or two dimensions.</summary>
internal static class ConvolutionConverters
{
    public static void AddTo(ModuleConverters converters)
    {
        converters.Add<Conv1d>(Convolution);
        converters.Add<Conv2d>(Convolution);
    }

    private static string Convolution(OnnxExportContext c, Convolution module, string x)
    {
        (long[] before, long[] after) = Padding(module);
        long[] none = new long[before.Length];
        if (Fill(c, module) is { } fill)
        {
            x = c.Graph.AddNode("Pad", [x, c.Graph.AddInt64Constant([0, 0, .. before, 0, 0, .. after])], ("mode", fill));
            (before, after) = (none, none);
        }
        string weight = c.AddState("weight", module.weight!);
        string bias = module.bias is null ? "" : c.AddState("bias", module.bias);
        return c.Graph.AddNode(
            "Conv", [x, weight, bias], ("strides", module.stride), ("dilations", module.dilation), ("group", module.groups),
            ("pads", new[] { before, after }.SelectMany(pads => pads).ToArray()));
    }

    private static (long[] Before, long[] After) Padding(Convolution module)
    {
        if (module.padding_type != TorchSharp.Padding.Same)
        {
            long[] padding = module.padding ?? new long[module.kernel_size.Length];
            return (padding, padding);
        }
        // PyTorch puts the odd one at the end.
        long[] total = [.. module.kernel_size.Zip(module.dilation, (kernel, dilation) => dilation * (kernel - 1))];
        return ([.. total.Select(t => t / 2)], [.. total.Select(t => t - (t / 2))]);
    }

    /// <summary>The mode of ONNX's Pad, or null for the zeros that Conv itself pads with.</summary>
    private static string? Fill(OnnxExportContext c, Convolution module) => module.padding_mode switch
    {
        PaddingModes.Zeros => null,
        PaddingModes.Reflect => "reflect",
        PaddingModes.Replicate => "edge",
        var other => throw c.NotExpressible(module, $"its padding mode {other} is none of opset 17"),
    };
}
