using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Syre.Onnx.Tests;

/// <summary>Runs a model in OnnxRuntime.</summary>
internal static class Running
{
    public static float[] Run(this OnnxModel model, string input, float[] data, params int[] shape)
    {
        using var session = new InferenceSession(model.ToBytes());
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(input, new DenseTensor<float>(data, shape))]);
        return [.. results[0].AsEnumerable<float>()];
    }
}
