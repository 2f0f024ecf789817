using TorchSharp.Modules;

namespace Syre.MLNet.Export;

/// <summary>Linear maps, and what does nothing in evaluation mode.</summary>
internal static class LinearConverters
{
    public static void AddTo(ModuleConverters converters)
    {
        converters.Add<Linear>(Linear);
        converters.Add<Identity>(Same);
        converters.Add<Dropout>(Same);
        converters.Add<Dropout1d>(Same);
        converters.Add<Dropout2d>(Same);
        converters.Add<Dropout3d>(Same);
        converters.Add<AlphaDropout>(Same);
        converters.Add<FeatureAlphaDropout>(Same);
    }

    private static string Same(OnnxExportContext c, TorchSharp.torch.nn.Module module, string x) => x;

    /// <summary>x·Wᵀ + b; MatMul rather than Gemm, which takes two dimensions only. OnnxRuntime makes a Gemm of it where it can.</summary>
    private static string Linear(OnnxExportContext c, Linear module, string x)
    {
        string weight = c.Op("Transpose", c.AddState("weight", module.weight!));
        string product = c.Op("MatMul", x, weight);
        return module.bias is { } bias ? c.Op("Add", product, c.AddState("bias", bias)) : product;
    }
}
