using Syre.Onnx;
using TorchSharp.Modules;

namespace Syre.MLNet.Export;

/// <summary>Batch, layer and group normalisation, with the statistics of evaluation mode.</summary>
internal static class NormalizationConverters
{
    public static void AddTo(ModuleConverters converters)
    {
        converters.Add<BatchNorm1d>(Batch);
        converters.Add<BatchNorm2d>(Batch);
        converters.Add<LayerNorm>(Layer);
        converters.Add<GroupNorm>(Group);
    }

    private static string Batch(OnnxExportContext c, NormBase module, string x)
    {
        if (module.running_mean is not { } mean || module.running_var is not { } variance)
            throw c.NotExpressible(module, "it keeps no running statistics, so its output depends on the other rows of a batch");
        string weight = module.weight is { } scale ? c.AddState("weight", scale) : Filled(c, 1, module.num_features);
        string bias = module.bias is { } offset ? c.AddState("bias", offset) : Filled(c, 0, module.num_features);
        return c.Graph.AddNode(
            "BatchNormalization",
            [x, weight, bias, c.AddState("running_mean", mean), c.AddState("running_var", variance)],
            ("epsilon", (float)module.eps));
    }

    private static string Layer(OnnxExportContext c, LayerNorm module, string x)
    {
        string weight = module.weight is { } scale ? c.AddState("weight", scale) : Filled(c, 1, module.normalized_shape);
        string bias = module.bias is { } offset ? c.AddState("bias", offset) : "";
        return c.Graph.AddNode(
            "LayerNormalization", [x, weight, bias], ("axis", -module.normalized_shape.LongLength), ("epsilon", (float)module.eps));
    }

    /// <summary>A group is an instance of its own; scale and offset come after, by channel.</summary>
    private static string Group(OnnxExportContext c, GroupNorm module, string x)
    {
        long groups = module.num_groups;
        string normalized = ShapeConverters.ByChannel(c, x, groups, instances => c.Graph.AddNode(
            "InstanceNormalization", [instances, Filled(c, 1, groups), Filled(c, 0, groups)], ("epsilon", (float)module.eps)));
        if (module.weight is not { } weight || module.bias is not { } bias)
            return normalized;
        return ShapeConverters.ByChannel(c, normalized, weight.shape[0], channels => c.Op(
            "Add",
            c.Op("Mul", channels, ShapeConverters.Column(c, c.AddState("weight", weight))),
            ShapeConverters.Column(c, c.AddState("bias", bias))));
    }

    private static string Filled(OnnxExportContext c, float value, params long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (size, dim) => size * dim)];
        Array.Fill(values, value);
        return c.Graph.AddConstant(OnnxTensor.Create(values, shape));
    }
}
