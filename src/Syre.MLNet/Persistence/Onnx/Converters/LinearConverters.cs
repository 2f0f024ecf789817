using TorchSharp.Modules;

namespace Syre.MLNet.Persistence.Converters;

/// <summary>Linear maps and what does nothing in evaluation mode.</summary>
internal static class LinearConverters
{
    public static void AddTo(ModuleConverters converters)
    {
        converters.Add<Linear>(Linear);
        converters.Add<Identity>((_, _, input) => input);
        converters.Add<Dropout>((_, _, input) => input);
        converters.Add<Dropout1d>((_, _, input) => input);
        converters.Add<Dropout2d>((_, _, input) => input);
        converters.Add<AlphaDropout>((_, _, input) => input);
        converters.Add<FeatureAlphaDropout>((_, _, input) => input);
    }

    /// <summary>x·Wᵀ + b; MatMul rather than Gemm, which takes two dimensions only.</summary>
    private static string Linear(OnnxExportContext context, Linear module, string input)
    {
        string weight = context.Graph.AddNode("Transpose", [context.AddState("weight", module.weight)]);
        string product = context.Op("MatMul", input, weight);
        return module.bias is { } bias ? context.Op("Add", product, context.AddState("bias", bias)) : product;
    }
}
