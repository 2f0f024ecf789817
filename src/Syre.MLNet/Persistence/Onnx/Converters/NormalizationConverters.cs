using Syre.Onnx;
using TorchSharp;
using TorchSharp.Modules;

namespace Syre.MLNet.Persistence.Converters;

/// <summary>Batch and layer normalisation, with the statistics of evaluation mode.</summary>
internal static class NormalizationConverters
{
    public static void AddTo(ModuleConverters converters)
    {
        converters.Add<BatchNorm1d>((c, m, x) => Batch(c, m, x, m.running_mean, m.running_var, m.weight, m.bias, m.num_features, m.eps));
        converters.Add<BatchNorm2d>((c, m, x) => Batch(c, m, x, m.running_mean, m.running_var, m.weight, m.bias, m.num_features, m.eps));
        converters.Add<LayerNorm>(Layer);
    }

    private static string Batch(
        OnnxExportContext c, torch.nn.Module module, string x, torch.Tensor? mean, torch.Tensor? variance, Parameter? weight, Parameter? bias,
        long features, double eps)
    {
        if (mean is null || variance is null)
            throw c.NotExpressible(module, "it keeps no running statistics, so its output depends on the other rows of a batch");
        return c.Graph.AddNode(
            "BatchNormalization",
            [x, Affine(c, "weight", weight, features, 1), Affine(c, "bias", bias, features, 0), c.AddState("running_mean", mean),
             c.AddState("running_var", variance)],
            ("epsilon", (float)eps));
    }

    private static string Layer(OnnxExportContext c, LayerNorm module, string x) => c.Graph.AddNode(
        "LayerNormalization",
        [x, Affine(c, "weight", module.weight, module.normalized_shape, 1), Affine(c, "bias", module.bias, module.normalized_shape, 0)],
        ("axis", -module.normalized_shape.LongLength),
        ("epsilon", (float)module.eps));

    private static string Affine(OnnxExportContext c, string name, Parameter? parameter, long features, float otherwise) =>
        Affine(c, name, parameter, [features], otherwise);

    private static string Affine(OnnxExportContext c, string name, Parameter? parameter, long[] shape, float otherwise)
    {
        if (parameter is not null)
            return c.AddState(name, parameter);
        var values = new float[shape.Aggregate(1L, (size, dim) => size * dim)];
        Array.Fill(values, otherwise);
        return c.Graph.AddConstant(OnnxTensor.Create(values, shape));
    }
}
